{{/* Refuses values that no schema can: those that depend on one another. Every message names the value to set. */}}
{{- define "wavemesh.validate" -}}
{{- $v := .Values -}}
{{- $faults := list -}}
{{- if not (include "wavemesh.bootstrapServers" .) }}{{ $faults = append $faults "set kafka.bootstrapServers, or kafka.strimzi.enabled" }}{{ end -}}
{{- if and (eq $v.store.kind "s3") (not $v.store.s3.bucket) }}{{ $faults = append $faults "set store.s3.bucket, or store.kind=file" }}{{ end -}}
{{- if and (eq $v.store.kind "file") (not $v.store.file.claim) }}{{ $faults = append $faults "set store.file.claim" }}{{ end -}}
{{- if and (or $v.ingest.enabled $v.inference.enabled) (not $v.access.keys.secret) (not $v.access.oidc.issuer) -}}
{{- $faults = append $faults "set access.keys.secret or access.oidc.issuer: the services answer nobody who does not say who it is" -}}
{{- end -}}
{{- if and $v.access.oidc.issuer (not $v.access.oidc.audience) }}{{ $faults = append $faults "set access.oidc.audience" }}{{ end -}}
{{- if and $v.tracing.enabled (not $v.tracing.endpoint) }}{{ $faults = append $faults "set tracing.endpoint" }}{{ end -}}
{{- if and (or $v.trainer.enabled $v.inference.enabled) (not $v.model.volume) }}{{ $faults = append $faults "set model.volume" }}{{ end -}}
{{- if and $v.kafka.sasl.enabled (not $v.kafka.strimzi.enabled) -}}
{{- range $name := list "ingest" "trainer" "inference" -}}
{{- $service := index $v $name -}}
{{- if and $service.enabled (not $service.kafka.secret) }}{{ $faults = append $faults (printf "set %s.kafka.secret, or kafka.sasl.enabled=false" $name) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- if and $v.trainer.enabled (eq $v.trainer.kind "ScaledJob") (not $v.trainer.scaling.enabled) -}}
{{- $faults = append $faults "set trainer.kind=Deployment, or trainer.scaling.enabled: a ScaledJob is nothing but its scaling" -}}
{{- end -}}
{{- range $name := list "ingest" "trainer" "inference" -}}
{{- range $setting, $value := dict "kafka.topic-prefix" "kafka.topicPrefix" "kafka.compacted-topics.segment-time" "kafka.compactedTopics.segmentSeconds" "kafka.compacted-topics.delete-retention" "kafka.compactedTopics.deleteRetentionSeconds" -}}
{{- if hasKey (index $v $name).settings $setting }}{{ $faults = append $faults (printf "set %s, not %s.settings.%s: all services and the topics must agree" $value $name $setting) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- if not (or $v.kafka.strimzi.enabled $v.kafka.topics.job) -}}
{{- range $name, $seconds := $v.kafka.requestTopics -}}
{{- if ne (int64 $seconds) 604800 }}{{ $faults = append $faults (printf "set kafka.topics.job or kafka.strimzi.enabled, or leave kafka.requestTopics.%s: services make topics for a week" $name) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- if $faults }}{{ fail (printf "\n\nvalues do not work:\n- %s\n" (join "\n- " ($faults | uniq))) }}{{ end -}}
{{- end -}}
