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

{{/* Makes what is missing, and never changes what is there. */}}
{{- define "wavemesh.topicsScript" -}}
set -eu
client=/tmp/client.properties
umask 077
{
{{- with .Values.kafka }}
  echo security.protocol={{ ternary "SASL_" "" .sasl.enabled }}{{ ternary "SSL" "PLAINTEXT" .tls.enabled }}
  {{- if and .tls.enabled .tls.caSecret }}
  echo ssl.truststore.type=PEM
  echo ssl.truststore.location=/etc/wavemesh/kafka-ca/{{ .tls.caKey }}
  {{- end }}
  {{- if .sasl.enabled }}
  echo sasl.mechanism={{ upper .sasl.mechanism }}
  echo "sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username=\"$KAFKA_USER\" password=\"$KAFKA_PASSWORD\";"
  {{- end }}
{{- end }}
} > $client
topic() {
  /opt/kafka/bin/kafka-topics.sh --bootstrap-server "$BOOTSTRAP_SERVERS" --command-config $client \
    --create --if-not-exists{{ if gt (int .Values.kafka.topics.replicationFactor) 0 }} --replication-factor {{ .Values.kafka.topics.replicationFactor }}{{ end }} "$@"
}
{{- $settings := .Files.Get "files/topic-settings.yaml" | fromYaml }}
{{- range $name, $topic := .Files.Get "files/topics.yaml" | fromYaml }}
topic --topic {{ $.Values.kafka.topicPrefix }}{{ $name }} --partitions {{ $topic.partitions }}
{{- range $key, $value := index $settings $topic.kept }} --config {{ $key }}={{ $value }}{{ end }}
{{- end }}
{{- end -}}
