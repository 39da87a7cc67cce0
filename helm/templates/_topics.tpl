{{/* Whether a hook makes the topics; takes the chart's context. */}}
{{- define "wavemesh.topicsJob" -}}
{{- if and .Values.kafka.topics.job (not .Values.kafka.strimzi.enabled) }}true{{ end -}}
{{- end -}}

{{/* Annotations of what runs before install and upgrade; takes the chart's context. */}}
{{- define "wavemesh.topicsHook" -}}
{{- if .Values.kafka.topics.hook -}}
helm.sh/hook: pre-install,pre-upgrade
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end -}}
{{- end -}}

{{- define "wavemesh.topicsSecret" -}}
{{ default .Values.ingest.kafka.secret .Values.kafka.topics.secret }}
{{- end -}}

{{/*
Settings of topics by how long they keep: topic-settings.yaml; how soon compacted ones forget, as Topics.Compaction of the services
says it; how long requests are kept, in segments of a quarter of it, a day at most. Takes the chart's context.
*/}}
{{- define "wavemesh.topicSettings" -}}
{{- $settings := .Files.Get "files/topic-settings.yaml" | fromYaml -}}
{{- $segment := mul 1000 (int64 .Values.kafka.compactedTopics.segmentSeconds) -}}
{{- $forgetting := dict
  "segment.ms" (toString $segment)
  "max.compaction.lag.ms" (div $segment 8 | toString)
  "file.delete.delay.ms" (div $segment 16 | min 60000 | toString)
  "delete.retention.ms" (mul 1000 (int64 .Values.kafka.compactedTopics.deleteRetentionSeconds) | toString) -}}
{{- $_ := set $settings "compacted" (merge $forgetting $settings.compacted) -}}
{{- $requests := .Values.kafka.requestTopics -}}
{{- range $kept, $seconds := dict "requests" $requests.retentionSeconds "requestLetters" $requests.deadLetterRetentionSeconds -}}
{{- $times := dict
  "retention.ms" (mul 1000 (int64 $seconds) | toString)
  "segment.ms" (mul 250 (int64 $seconds) | min 86400000 | toString) -}}
{{- $_ := set $settings $kept (merge $times $settings.week) -}}
{{- end -}}
{{- toYaml $settings -}}
{{- end -}}

{{/*
Makes what is missing, and never changes what is there. User and password are taken as the services take them, and reach Kafka through
a file of their own, quoted for JAAS: in a properties file they would be read with other rules once more.
*/}}
{{- define "wavemesh.topicsScript" -}}
set -eu
umask 077
work=/tmp/topics
mkdir -p $work
cat > $work/client.properties <<'END'
{{- with .Values.kafka }}
security.protocol={{ ternary "SASL_" "" .sasl.enabled }}{{ ternary "SSL" "PLAINTEXT" .tls.enabled }}
{{- if and .tls.enabled .tls.caSecret }}
ssl.truststore.type=PEM
ssl.truststore.location=/etc/wavemesh/kafka-ca/{{ .tls.caKey }}
{{- end }}
{{- if .sasl.enabled }}
sasl.mechanism={{ upper .sasl.mechanism }}
sasl.jaas.config=${directory:/tmp/topics:jaas}
config.providers=directory
config.providers.directory.class=org.apache.kafka.common.config.provider.DirectoryConfigProvider
{{- end }}
{{- end }}
END
{{- if .Values.kafka.sasl.enabled }}
quoted() {
  text=$(sed -e 's/^[[:space:]]*//' -e 's/[[:space:]]*$//')
  case $text in
    '') echo "$1 is empty" >&2; exit 1;;
    *[[:cntrl:]]*) echo "$1 must not hold control characters" >&2; exit 1;;
  esac
  printf '%s' "$text" | sed 's/[\\"]/\\&/g'
}
user=$(printf '%s\n' "$KAFKA_USER" | quoted "the user's name")
password=$(quoted "the password" < /etc/wavemesh/kafka-user/{{ .Values.kafka.sasl.passwordKey }})
printf 'org.apache.kafka.common.security.scram.ScramLoginModule required username="%s" password="%s";' "$user" "$password" > $work/jaas
{{- end }}
topics() {
  /opt/kafka/bin/kafka-topics.sh --bootstrap-server "$BOOTSTRAP_SERVERS" --command-config $work/client.properties "$@"
}
# Who makes nothing needs no right to.
known=$(topics --list)
topic() {
  name=$1
  shift
  if ! printf '%s\n' "$known" | grep -qxF "$name"; then
    topics --create --if-not-exists --topic "$name"{{ if gt (int .Values.kafka.topics.replicationFactor) 0 }} --replication-factor {{ .Values.kafka.topics.replicationFactor }}{{ end }} "$@"
  fi
}
{{- $settings := include "wavemesh.topicSettings" . | fromYaml }}
{{- range $name, $topic := .Files.Get "files/topics.yaml" | fromYaml }}
topic {{ $.Values.kafka.topicPrefix }}{{ $name }} --partitions {{ $topic.partitions }}
{{- range $key, $value := index $settings $topic.kept }} --config {{ $key }}={{ $value }}{{ end }}
{{- end }}
{{- end -}}
