{{/*
Grafana's JSON of one dashboard from its short form in files/dashboards: panels two a row, MESH and POD stand for this release's
labels of recorded and of scraped series. Takes root, name and board.
*/}}
{{- define "wavemesh.dashboard" -}}
{{- $root := .root -}}
{{- $mesh := printf "mesh=%q" (include "wavemesh.mesh" .root) -}}
{{- $source := dict "type" "prometheus" "uid" "${source}" -}}
{{- $panels := list -}}
{{- range $i, $panel := .board.panels -}}
{{- $targets := list -}}
{{- range $n, $query := $panel.queries -}}
{{- $expr := $query.expr | replace "MESH" $mesh | replace "POD" (include "wavemesh.matchers" $root) -}}
{{- $targets = append $targets (dict "refId" (printf "Q%d" $n) "datasource" $source "expr" $expr "legendFormat" $query.legend) -}}
{{- end -}}
{{- $panels = append $panels (dict "id" (add $i 1) "type" "timeseries" "title" $panel.title "datasource" $source "targets" $targets
  "gridPos" (dict "h" 8 "w" 12 "x" (mul 12 (mod $i 2)) "y" (mul 8 (div $i 2)))
  "fieldConfig" (dict "defaults" (dict "unit" (default "short" $panel.unit) "min" 0) "overrides" list)) -}}
{{- end -}}
{{- dict "uid" (printf "%s-%s" (include "wavemesh.mesh" .root) .name | sha1sum | trunc 16)
  "title" (printf "%s: %s" (include "wavemesh.mesh" .root) .board.title)
  "tags" (list "wavemesh") "schemaVersion" 39 "refresh" "30s" "time" (dict "from" "now-6h" "to" "now") "panels" $panels
  "templating" (dict "list" (list (dict "name" "source" "label" "Prometheus" "type" "datasource" "query" "prometheus")))
  | toPrettyJson -}}
{{- end -}}
