{{/* Where the brokers are; takes the chart's context. */}}
{{- define "wavemesh.bootstrapServers" -}}
{{- if .Values.kafka.bootstrapServers -}}
{{ .Values.kafka.bootstrapServers }}
{{- else if .Values.kafka.strimzi.enabled -}}
{{ .Values.kafka.strimzi.cluster }}-kafka-bootstrap:{{ ternary "9093" "9092" .Values.kafka.tls.enabled }}
{{- end -}}
{{- end -}}

{{/* Secret with the brokers' authority; takes the chart's context. */}}
{{- define "wavemesh.kafkaCaSecret" -}}
{{- if .Values.kafka.tls.caSecret -}}
{{ .Values.kafka.tls.caSecret }}
{{- else if .Values.kafka.strimzi.enabled -}}
{{ .Values.kafka.strimzi.cluster }}-cluster-ca-cert
{{- end -}}
{{- end -}}

{{/* Secret with a service's password. */}}
{{- define "wavemesh.kafkaSecret" -}}
{{- if .values.kafka.secret -}}
{{ .values.kafka.secret }}
{{- else if .root.Values.kafka.strimzi.enabled -}}
{{ include "wavemesh.name" . }}
{{- end -}}
{{- end -}}

{{/* A service's user; empty where the secret tells it. */}}
{{- define "wavemesh.kafkaUser" -}}
{{- if .values.kafka.username -}}
{{ .values.kafka.username }}
{{- else if and .root.Values.kafka.strimzi.enabled (not .values.kafka.secret) -}}
{{ include "wavemesh.name" . }}
{{- end -}}
{{- end -}}
