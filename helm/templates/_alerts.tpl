{{/* An alert. Takes root, alert, expr, for, severity, window where rules of one name differ by it, summary, description; the runbook follows from the alert's name. */}}
{{- define "wavemesh.alert" -}}
- alert: {{ .alert }}
  expr: {{ .expr | squote }}
  for: {{ .for }}
  labels: {severity: {{ .severity }}, mesh: {{ include "wavemesh.mesh" .root }}{{ with .window }}, window: {{ . }}{{ end }}}
  annotations:
    summary: {{ .summary | quote }}
    description: {{ .description | quote }}
    runbook_url: {{ .root.Values.monitoring.rules.runbooks }}/{{ .alert }}.md
{{- end -}}

{{- define "wavemesh.alerts" -}}
{{- $m := include "wavemesh.matchers" . -}}
{{- $mesh := printf "{mesh=%q}" (include "wavemesh.mesh" .) -}}
{{- $rules := .Values.monitoring.rules -}}
- name: {{ include "wavemesh.fullname" . }}.alerts
  rules:
    {{- range $alert := list
      (dict "alert" "WavemeshTrainingBacklogOld" "for" "5m" "severity" "warning"
        "expr" (printf "wavemesh:training_oldest_wait:seconds%s > %v" $mesh $rules.backlogAgeSeconds)
        "summary" "Training jobs wait too long"
        "description" "The oldest waiting job has waited {{ $value | humanizeDuration }}.")
      (dict "alert" "WavemeshTrainingJobsFail" "for" "0m" "severity" "warning"
        "expr" (printf "wavemesh:training_ended:increase1h{mesh=%q,outcome=\"failed\"} > 2.5 and on (mesh) wavemesh:training_ended:increase1h{mesh=%q,outcome=\"failed\"} / on (mesh) sum by (mesh) (wavemesh:training_ended:increase1h{mesh=%q,outcome!=\"canceled\"}) > %v" (include "wavemesh.mesh" $) (include "wavemesh.mesh" $) (include "wavemesh.mesh" $) $rules.failedJobsRatio)
        "summary" "Many training jobs fail"
        "description" "{{ $value | humanize }} jobs failed within an hour, more than the allowed share.")
      (dict "alert" "WavemeshNoTrainer" "for" "10m" "severity" "critical"
        "expr" (printf "wavemesh:training_queued:jobs%s > 0 and on (mesh) wavemesh:trainers_up:pods%s == 0" $mesh $mesh)
        "summary" "Training jobs wait and no trainer runs"
        "description" "{{ $value }} jobs wait.")
      (dict "alert" "WavemeshLocksLost" "for" "0m" "severity" "warning"
        "expr" (printf "sum(increase(waveft_training_locks_total{%s,outcome=\"lost\"}[1h])) > 0" $m)
        "summary" "Trainers lose the locks of their jobs"
        "description" "Work is done twice: {{ $value | humanize }} locks were lost within an hour.")
      (dict "alert" "WavemeshImagesSlow" "for" "10m" "severity" "warning"
        "expr" (printf "wavemesh:image_duration:p95_5m%s > %v" $mesh $rules.imageP95Seconds)
        "summary" "Images take too long"
        "description" "95 of 100 images take up to {{ $value | humanizeDuration }}, waiting included.")
      (dict "alert" "WavemeshAdapterCacheCold" "for" "30m" "severity" "warning"
        "expr" (printf "wavemesh:adapter_cache:hit_ratio30m%s < %v" $mesh $rules.cacheHitRatio)
        "summary" "Adapters are fetched again and again"
        "description" "Only {{ $value | humanizePercentage }} of the adapters are found in memory.")
      (dict "alert" "WavemeshAdaptersBehind" "for" "5m" "severity" "warning"
        "expr" (printf "wavemesh:adapters_behind:adapters%s > 0" $mesh)
        "summary" "A replica does not know all adapters"
        "description" "Replicas of inference differ by {{ $value }} adapters.")
      (dict "alert" "WavemeshAdaptersLate" "for" "5m" "severity" "warning"
        "expr" (printf "wavemesh:adapter_publish_lag:p95_1h%s > %v" $mesh $rules.adapterLagSeconds)
        "summary" "Replicas learn late of new adapters"
        "description" "95 of 100 times a replica knew an adapter up to {{ $value | humanizeDuration }} after its announcement.")
      (dict "alert" "WavemeshDeadLetters" "for" "1m" "severity" "warning"
        "expr" (printf "wavemesh:dead_letters:letters%s > 0" $mesh)
        "summary" "Dead letters wait for somebody"
        "description" "{{ $value }} records of {{ $labels.topic }} were put aside, and nobody has replayed or dropped them.")
      (dict "alert" "WavemeshGpuMemoryFull" "for" "15m" "severity" "warning"
        "expr" (printf "wavemesh:gpu_memory:ratio%s > %v" $mesh $rules.gpuMemoryRatio)
        "summary" "A GPU's memory is nearly full"
        "description" "{{ $labels.pod }} uses {{ $value | humanizePercentage }} of its GPU's memory.")
      (dict "alert" "WavemeshGpuFault" "for" "0m" "severity" "critical"
        "expr" (printf "sum by (pod) (increase(waveft_device_xids_total{%s}[15m])) > 0 or sum by (pod) (delta(waveft_device_ecc_uncorrected{%s}[15m])) > 0" $m $m)
        "summary" "A GPU reports errors"
        "description" "The GPU of {{ $labels.pod }} told {{ $value | humanize }} errors within 15 minutes.")
      (dict "alert" "WavemeshStoreUnavailable" "for" "5m" "severity" "critical"
        "expr" (printf "sum by (app_kubernetes_io_component) (rate(waveft_store_call_duration_seconds_count{%s,outcome=\"unavailable\"}[5m])) > 0" $m)
        "summary" "The object store does not answer"
        "description" "Calls of {{ $labels.app_kubernetes_io_component }} fail after all retries.")
      (dict "alert" "WavemeshKeyFileBad" "for" "1m" "severity" "warning"
        "expr" (printf "min by (app_kubernetes_io_component) (wavemesh_access_key_file_good{%s}) == 0" $m)
        "summary" "The file of API keys can't be used"
        "description" "{{ $labels.app_kubernetes_io_component }} goes on with the keys that it knew.")
      (dict "alert" "WavemeshServiceDown" "for" "5m" "severity" "critical"
        "expr" (printf "absent(up{%s,app_kubernetes_io_component=\"ingest\"} == 1) or absent(up{%s,app_kubernetes_io_component=\"inference\"} == 1)" $m $m)
        "summary" "No pod of a service answers"
        "description" "Ingest or inference has no pod that can be scraped.")
    }}
    {{- include "wavemesh.alert" (merge (dict "root" $) $alert) | nindent 4 }}
    {{- end }}
    {{- range $slo := include "wavemesh.objectives" . | fromYamlArray }}
    {{- range $burn := list
      (dict "long" "1h" "short" "5m" "factor" 14.4 "severity" "critical")
      (dict "long" "6h" "short" "30m" "factor" 6.0 "severity" "critical")
      (dict "long" "1d" "short" "2h" "factor" 3.0 "severity" "warning")
      (dict "long" "3d" "short" "6h" "factor" 1.0 "severity" "warning")
    }}
    {{- $limit := mulf $burn.factor (subf 1 $slo.objective) }}
    {{- include "wavemesh.alert" (dict "root" $ "alert" (printf "Wavemesh%sErrorBudgetBurns" (title $slo.name)) "for" "2m" "severity" $burn.severity "window" $burn.long
      "expr" (printf "wavemesh:%s_errors:ratio%s%s > %v and wavemesh:%s_errors:ratio%s%s > %v" $slo.name $burn.long $mesh $limit $slo.name $burn.short $mesh $limit)
      "summary" (printf "Too many errors (%s)" $slo.name)
      "description" (printf "{{ $value | humanizePercentage }} fail over %s and over %s: %v times what the objective of 30 days allows." $burn.long $burn.short $burn.factor)) | nindent 4 }}
    {{- end }}
    {{- end }}
{{- end -}}
