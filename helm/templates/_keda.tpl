{{/* A trigger of KEDA. Takes root, query, threshold, and metricType where it is not the average over pods. */}}
{{- define "wavemesh.trigger" -}}
- type: prometheus
  {{- with .metricType }}
  metricType: {{ . }}
  {{- end }}
  metadata:
    serverAddress: {{ .root.Values.prometheus.serverAddress }}
    query: {{ .query | squote }}
    threshold: {{ .threshold | quote }}
  {{- with .root.Values.prometheus.authentication }}
  authenticationRef: {name: {{ . }}}
  {{- end }}
{{- end -}}

{{/* What a service is scaled by. */}}
{{- define "wavemesh.triggers" -}}
{{- if eq .name "trainer" -}}
{{ include "wavemesh.trigger" (dict "root" .root "query" (include "wavemesh.query.trainingBacklog" .root) "threshold" .values.scaling.target) }}
{{- else if eq .name "inference" -}}
{{ include "wavemesh.trigger" (dict "root" .root "query" (include "wavemesh.query.imageBacklog" .root) "threshold" .values.scaling.target) }}
{{ include "wavemesh.trigger" (dict "root" .root "query" (include "wavemesh.query.imageWait" .root) "threshold" .values.scaling.waitSeconds "metricType" "Value") }}
{{- with .values.scaling.busyPercent }}
{{ include "wavemesh.trigger" (dict "root" $.root "query" (include "wavemesh.query.imageBusy" $.root) "threshold" (divf . 100)) }}
{{- end }}
{{- else -}}
- type: cpu
  metricType: Utilization
  metadata: {value: {{ .values.scaling.target | quote }}}
{{- end -}}
{{- end -}}

{{/* Whether anything is scaled by queries to Prometheus; takes the chart's context. */}}
{{- define "wavemesh.asksPrometheus" -}}
{{- $root := . -}}
{{- range $name := list "trainer" "inference" -}}
{{- $service := dict "root" $root "name" $name "values" (index $root.Values $name) -}}
{{- if and $service.values.enabled (or $service.values.scaling.enabled (include "wavemesh.isJob" $service)) }}true{{ end -}}
{{- end -}}
{{- end -}}
