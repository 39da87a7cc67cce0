{{/* The release's prefix of names. */}}
{{- define "wavemesh.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/*
All templates below that take a service get a dict:
root: the chart's context, name: ingest, trainer or inference, values: the service's block.
*/}}
{{- define "wavemesh.name" -}}
{{ include "wavemesh.fullname" .root }}-{{ .name }}
{{- end -}}

{{/* Labels that never change, by which objects find pods. */}}
{{- define "wavemesh.selector" -}}
app.kubernetes.io/name: {{ default .root.Chart.Name .root.Values.nameOverride }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .name }}
{{- end -}}

{{- define "wavemesh.labels" -}}
{{ include "wavemesh.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: wavemesh
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Of objects that belong to no service; takes the chart's context. */}}
{{- define "wavemesh.meshLabels" -}}
{{ include "wavemesh.labels" (dict "root" . "name" "mesh") }}
{{- end -}}

{{- define "wavemesh.serviceAccount" -}}
{{ default (include "wavemesh.name" .) .values.serviceAccount.name }}
{{- end -}}

{{/* Images are built for the CPU and, with -cuda behind the tag, for GPUs. */}}
{{- define "wavemesh.image" -}}
{{- $image := printf "%s/%s" .root.Values.image.registry .values.image.repository -}}
{{- $form := ternary "-cuda" "" .values.gpu.enabled -}}
{{- if .values.image.digest -}}
{{ $image }}@{{ .values.image.digest }}
{{- else -}}
{{ $image }}:{{ default (printf "%s%s" (default .root.Chart.AppVersion .root.Values.image.tag) $form) .values.image.tag }}
{{- end -}}
{{- end -}}

{{- define "wavemesh.priorityClass" -}}
{{- if .values.priorityClass.name -}}
{{ .values.priorityClass.name }}
{{- else if .values.priorityClass.create -}}
{{ printf "%s-%s" .root.Release.Namespace (include "wavemesh.name" .) | trimPrefix "-" }}
{{- end -}}
{{- end -}}

{{/* Whether a service's pods come from a ScaledJob. */}}
{{- define "wavemesh.isJob" -}}
{{- if eq .values.kind "ScaledJob" }}true{{ end -}}
{{- end -}}
