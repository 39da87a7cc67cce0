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

{{/* To the collector of traces, at the port of its URL. */}}
{{- define "wavemesh.egress.tracing" -}}
{{- $url := urlParse .Values.tracing.endpoint -}}
{{- $port := regexFind "[0-9]+$" (regexFind ":[0-9]+$" $url.host) | default (ternary "443" "80" (eq $url.scheme "https")) -}}
{{- include "wavemesh.egress" (dict "peers" .Values.networkPolicy.tracingPeers "ports" (list $port)) -}}
{{- end -}}

{{- define "wavemesh.egress.kafka" -}}
{{- $peers := .Values.networkPolicy.kafkaPeers -}}
{{- if and (not $peers) .Values.kafka.strimzi.enabled -}}
{{- $peers = list (dict "podSelector" (dict "matchLabels" (dict "strimzi.io/cluster" .Values.kafka.strimzi.cluster))) -}}
{{- end -}}
{{- $ports := include "wavemesh.ports" (dict "ports" .Values.networkPolicy.kafkaPorts "addresses" (include "wavemesh.bootstrapServers" . | splitList ",")) | fromJsonArray -}}
{{- include "wavemesh.egress" (dict "peers" $peers "ports" $ports) -}}
{{- end -}}


{{/* To the object store and the issuer. Takes the chart's context. */}}
{{- define "wavemesh.egress.https" -}}
{{- $urls := list -}}
{{- if eq .Values.store.kind "s3" }}{{ $urls = append $urls .Values.store.s3.endpoint }}{{ end -}}
{{- $urls = append $urls .Values.access.oidc.issuer -}}
{{- $addresses := list -}}
{{- range $url := compact $urls -}}
{{- $host := (urlParse $url).host -}}
{{- $addresses = append $addresses (regexMatch ":[0-9]+$" $host | ternary $host (hasPrefix "http:" $url | ternary ":80" ":443")) -}}
{{- end -}}
{{- $ports := include "wavemesh.ports" (dict "ports" .Values.networkPolicy.httpsPorts "addresses" $addresses) | fromJsonArray -}}
{{- include "wavemesh.egress" (dict "peers" .Values.networkPolicy.httpsPeers "ports" $ports) -}}
{{- end -}}

{{/* Ports, and those that addresses (HOST:PORT) name, each once, as JSON. */}}
{{- define "wavemesh.ports" -}}
{{- $ports := list -}}
{{- range .ports }}{{ $ports = append $ports (int .) }}{{ end -}}
{{- range .addresses -}}
{{- with regexFind ":[0-9]+$" . }}{{ $ports = append $ports (trimPrefix ":" . | int) }}{{ end -}}
{{- end -}}
{{- uniq $ports | toJson -}}
{{- end -}}
