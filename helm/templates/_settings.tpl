{{/* The service's application.properties: what the chart derives, then the service's own settings, which win. */}}
{{- define "wavemesh.properties" -}}
{{- $settings := dict "kafka.bootstrap-servers" (include "wavemesh.bootstrapServers" .root) -}}
{{- $kafka := .root.Values.kafka -}}
{{- with $kafka.topicPrefix }}{{ $_ := set $settings "kafka.topic-prefix" . }}{{ end -}}
{{- with $kafka.compactedTopics }}
{{- $_ := set $settings "kafka.compacted-topics.segment-time" (printf "%ds" (int64 .segmentSeconds)) -}}
{{- $_ := set $settings "kafka.compacted-topics.delete-retention" (printf "%ds" (int64 .deleteRetentionSeconds)) -}}
{{- end -}}
{{- $_ := set $settings "kafka.security.protocol" (printf "%s%s" (ternary "sasl-" "" $kafka.sasl.enabled) (ternary "ssl" "plaintext" $kafka.tls.enabled)) -}}
{{- if and $kafka.tls.enabled (include "wavemesh.kafkaCaSecret" .root) -}}
{{- $_ := set $settings "kafka.security.tls.trust-store" (printf "/etc/wavemesh/kafka-ca/%s" $kafka.tls.caKey) -}}
{{- end -}}
{{- if $kafka.sasl.enabled -}}
{{- $_ := set $settings "kafka.security.sasl.mechanism" $kafka.sasl.mechanism -}}
{{- with include "wavemesh.kafkaUser" . }}{{ $_ := set $settings "kafka.security.sasl.username" . }}{{ end -}}
{{- $_ := set $settings "kafka.security.sasl.password-file" (printf "/etc/wavemesh/kafka-user/%s" $kafka.sasl.passwordKey) -}}
{{- end -}}
{{- include "wavemesh.storeSettings" (dict "store" .root.Values.store "settings" $settings) -}}
{{- if ne .name "ingest" -}}
{{- $model := .root.Values.model -}}
{{- $_ := set $settings "model.path" (printf "%s/%s" $model.mountPath $model.path) -}}
{{- with $model.id }}{{ $_ := set $settings "model.id" . }}{{ end -}}
{{- with $model.variant }}{{ $_ := set $settings "model.variant" . }}{{ end -}}
{{- $_ := set $settings "engine.device" (ternary "cuda:0" "cpu" .values.gpu.enabled) -}}
{{- end -}}
{{- if eq .name "ingest" -}}
{{- $_ := set $settings "recovery.group-id" (include "wavemesh.group" (dict "root" .root "name" "wavemesh-trainers")) -}}
{{- $_ := set $settings "backlog.group-id" (include "wavemesh.group" (dict "root" .root "name" "wavemesh-inference")) -}}
{{- end -}}
{{- if eq .name "trainer" -}}
{{- $_ := set $settings "engine.cache-folder" "/tmp/engine" -}}
{{- $_ := set $settings "engine.work-folder" "/tmp/work" -}}
{{- if include "wavemesh.isJob" . -}}
{{- $_ := set $settings "jobs.limit" .values.scaling.jobsPerPod -}}
{{- $_ := set $settings "jobs.idle-time" "120s" -}}
{{- end -}}
{{- end -}}
{{- $all := dict "quarkus.http.port" .values.service.port -}}
{{- if ne .name "trainer" -}}
{{- include "wavemesh.accessSettings" (dict "access" .root.Values.access "all" $all) -}}
{{- end -}}
{{- include "wavemesh.tracingSettings" (dict "tracing" .root.Values.tracing "all" $all) -}}
{{- range $key, $value := merge (deepCopy .values.settings) $settings }}{{ $_ := set $all (printf "%s.%s" $.name $key) $value }}{{ end -}}
{{- range $key, $value := merge (deepCopy .values.properties) $all }}
{{ $key }}={{ include "wavemesh.propertyValue" $value }}
{{- end }}
{{- end -}}

{{- define "wavemesh.storeSettings" -}}
{{- $settings := .settings -}}
{{- $_ := set $settings "store.kind" .store.kind -}}
{{- if eq .store.kind "file" -}}
{{- $_ := set $settings "store.root" "/var/lib/wavemesh/objects" -}}
{{- else -}}
{{- $s3 := .store.s3 -}}
{{- range $key, $value := dict "bucket" $s3.bucket "prefix" $s3.prefix "region" $s3.region "endpoint" $s3.endpoint
  "server-side-encryption" $s3.serverSideEncryption "kms-key-id" $s3.kmsKeyId -}}
{{- with $value }}{{ $_ := set $settings (printf "store.s3.%s" $key) . }}{{ end -}}
{{- end -}}
{{- $_ := set $settings "store.s3.path-style" $s3.pathStyle -}}
{{- if $s3.caSecret }}{{ $_ := set $settings "store.s3.ca-certificates" (printf "/etc/wavemesh/store-ca/%s" $s3.caKey) }}{{ end -}}
{{- end -}}
{{- with .store.encryption -}}
{{- if .masterKeysSecret }}{{ $_ := set $settings "store.encryption.master-keys" (printf "/etc/wavemesh/master-keys/%s" .masterKeysKey) }}{{ end -}}
{{- end -}}
{{- end -}}

{{- define "wavemesh.accessSettings" -}}
{{- $all := .all -}}
{{- with .access.keys -}}
{{- if .secret }}{{ $_ := set $all "access.keys.file" (printf "/etc/wavemesh/api-keys/%s" .key) }}{{ end -}}
{{- end -}}
{{- with .access.oidc -}}
{{- if .issuer -}}
{{- $_ := set $all "access.oidc.issuer" .issuer -}}
{{- with .audience }}{{ $_ := set $all "access.oidc.audience" . }}{{ end -}}
{{- $_ := set $all "access.oidc.client-claim" .clientClaim -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "wavemesh.tracingSettings" -}}
{{- $all := .all -}}
{{- with .tracing -}}
{{- if .enabled -}}
{{- $_ := set $all "quarkus.otel.sdk.disabled" false -}}
{{- $_ := set $all "quarkus.otel.exporter.otlp.endpoint" .endpoint -}}
{{- $_ := set $all "quarkus.otel.exporter.otlp.protocol" .protocol -}}
{{- $_ := set $all "quarkus.otel.traces.sampler.arg" (toString .samplingRatio) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* A value as a properties file has it: whole numbers stay whole, backslashes stay themselves. */}}
{{- define "wavemesh.propertyValue" -}}
{{- if kindIs "float64" . }}{{ int64 . }}{{ else }}{{ toString . | replace "\\" "\\\\" }}{{ end -}}
{{- end -}}
