{{/*
The one place that says what the backlog is. KEDA's triggers take these queries as they are; recording rules give them names
(see prometheusrule.yaml), and alerts and dashboards use the names. All take the chart's context.
*/}}
{{- define "wavemesh.matchers" -}}
namespace="{{ .Release.Namespace }}",app_kubernetes_io_instance="{{ .Release.Name }}"
{{- end -}}

{{/* Training jobs that wait or run. Every replica of ingest tells the same number, hence the maximum. */}}
{{- define "wavemesh.query.trainingBacklog" -}}
max(sum by (pod) (waveft_ingest_jobs{ {{- include "wavemesh.matchers" . -}} }))
{{- end -}}

{{/* Training jobs that wait. */}}
{{- define "wavemesh.query.trainingQueued" -}}
max(waveft_ingest_jobs{ {{- include "wavemesh.matchers" . -}} ,state="queued"})
{{- end -}}

{{/*
Requests for images that still lie in their topic: those that are not answered, as every replica of ingest counts them, without
those that a replica of inference has in its hands. Nothing where they can't be counted.
*/}}
{{- define "wavemesh.query.imageRequestsWaiting" -}}
clamp_min(max(waveft_ingest_image_requests{ {{- include "wavemesh.matchers" . -}} } >= 0) - (sum(waveft_image_requests_in_hand{ {{- include "wavemesh.matchers" . -}} }) or vector(0)), 0)
{{- end -}}

{{/* Requests for images that wait, whether they came by HTTP or by events: in a replica's queue, or still in the topic. */}}
{{- define "wavemesh.query.imageBacklog" -}}
(sum(waveft_image_queue_depth{ {{- include "wavemesh.matchers" . -}} }) or vector(0)) + ({{ include "wavemesh.query.imageRequestsWaiting" . }} or vector(0))
{{- end -}}

{{/* Replicas of inference that are at work, on average over two minutes. */}}
{{- define "wavemesh.query.imageBusy" -}}
sum(rate(waveft_image_run_duration_seconds_sum{ {{- include "wavemesh.matchers" . -}} }[2m]))
{{- end -}}

{{/* Seconds that requests for images waited until they were drawn, on average; 0 where nothing was asked. */}}
{{- define "wavemesh.query.imageWait" -}}
(sum(rate(waveft_image_queue_wait_seconds_sum{ {{- include "wavemesh.matchers" . -}} }[2m])) / sum(rate(waveft_image_queue_wait_seconds_count{ {{- include "wavemesh.matchers" . -}} }[2m]))) >= 0 or vector(0)
{{- end -}}
