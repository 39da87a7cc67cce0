{{/* Value of the label mesh, by which rules and panels tell meshes apart. */}}
{{- define "wavemesh.mesh" -}}
{{ .Release.Namespace }}/{{ include "wavemesh.fullname" . }}
{{- end -}}

{{- define "wavemesh.record" -}}
- record: {{ .record }}
  expr: {{ .expr | trim | squote }}
  labels: {mesh: {{ include "wavemesh.mesh" .root }}}
{{- end -}}

{{/* Service level objectives: which requests failed, of which. Takes the chart's context. */}}
{{- define "wavemesh.objectives" -}}
- name: image
  bad: waveft_images_total{ {{- include "wavemesh.matchers" . -}} ,outcome=~"failed|timed_out|refused"}
  all: waveft_images_total{ {{- include "wavemesh.matchers" . -}} ,outcome!="canceled"}
  objective: {{ .Values.monitoring.rules.imageObjective }}
- name: upload
  bad: waveft_ingest_picture_sets_total{ {{- include "wavemesh.matchers" . -}} ,outcome=~"unavailable|error"}
  all: waveft_ingest_picture_sets_total{ {{- include "wavemesh.matchers" . -}} }
  objective: {{ .Values.monitoring.rules.uploadObjective }}
{{- end -}}

{{- define "wavemesh.recordingRules" -}}
{{- $m := include "wavemesh.matchers" . -}}
- name: {{ include "wavemesh.fullname" . }}.recording
  rules:
    {{- range $record, $expr := dict
      "wavemesh:training_backlog:jobs" (include "wavemesh.query.trainingBacklog" .)
      "wavemesh:training_queued:jobs" (include "wavemesh.query.trainingQueued" .)
      "wavemesh:training_oldest_wait:seconds" (printf "max(waveft_ingest_job_oldest_wait_seconds{%s})" $m)
      "wavemesh:training_ended:increase1h" (printf "max by (outcome) (increase(waveft_ingest_job_duration_seconds_count{%s}[1h]))" $m)
      "wavemesh:trainers_up:pods" (printf "count(up{%s,app_kubernetes_io_component=\"trainer\"} == 1) or vector(0)" $m)
      "wavemesh:image_backlog:jobs" (include "wavemesh.query.imageBacklog" .)
      "wavemesh:image_requests_waiting:requests" (include "wavemesh.query.imageRequestsWaiting" .)
      "wavemesh:image_busy:replicas" (include "wavemesh.query.imageBusy" .)
      "wavemesh:image_wait:seconds" (include "wavemesh.query.imageWait" .)
      "wavemesh:image_duration:p95_5m" (printf "histogram_quantile(0.95, sum by (le) (rate(waveft_image_duration_seconds_bucket{%s,outcome=\"succeeded\"}[5m])))" $m)
      "wavemesh:adapter_cache:hit_ratio30m" (printf "sum(rate(waveft_adapter_cache_lookups_total{%s,cache=\"hit\"}[30m])) / sum(rate(waveft_adapter_cache_lookups_total{%s}[30m]))" $m $m)
      "wavemesh:dead_letters:letters" (printf "max by (topic) (waveft_ingest_dead_letters{%s})" $m)
      "wavemesh:adapters_behind:adapters" (printf "max(waveft_adapter_known{%s}) - min(waveft_adapter_known{%s})" $m $m)
      "wavemesh:adapter_publish_lag:p95_1h" (printf "histogram_quantile(0.95, sum by (le) (rate(waveft_adapter_publish_lag_seconds_bucket{%s}[1h])))" $m)
      "wavemesh:gpu_memory:ratio" (printf "max by (pod) (waveft_device_memory_used_bytes{%s} / waveft_device_memory_total_bytes{%s})" $m $m)
    }}
    {{- include "wavemesh.record" (dict "root" $ "record" $record "expr" $expr) | nindent 4 }}
    {{- end }}
- name: {{ include "wavemesh.fullname" . }}.objectives
  rules:
    {{- range $slo := include "wavemesh.objectives" . | fromYamlArray }}
    {{- range $window := list "5m" "30m" "1h" "2h" "6h" "1d" "3d" }}
    {{- $expr := printf "sum(rate(%s[%s])) / sum(rate(%s[%s]))" $slo.bad $window $slo.all $window }}
    {{- include "wavemesh.record" (dict "root" $ "record" (printf "wavemesh:%s_errors:ratio%s" $slo.name $window) "expr" $expr) | nindent 4 }}
    {{- end }}
    {{- end }}
{{- end -}}
