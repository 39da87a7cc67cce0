{{/* A rule of egress to peers (anywhere if there are none) and ports. */}}
{{- define "wavemesh.egress" -}}
- ports:
    {{- range .ports }}
    - {protocol: TCP, port: {{ . }}}
    {{- end }}
  {{- with .peers }}
  to: {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{- define "wavemesh.egress.dns" -}}
- ports:
    - {protocol: UDP, port: 53}
    - {protocol: TCP, port: 53}
{{- end -}}

{{- define "wavemesh.egress.kafka" -}}
{{- $peers := .Values.networkPolicy.kafkaPeers -}}
{{- if and (not $peers) .Values.kafka.strimzi.enabled -}}
{{- $peers = list (dict "podSelector" (dict "matchLabels" (dict "strimzi.io/cluster" .Values.kafka.strimzi.cluster))) -}}
{{- end -}}
{{- include "wavemesh.egress" (dict "peers" $peers "ports" .Values.networkPolicy.kafkaPorts) -}}
{{- end -}}
