{{/*
What a program must be allowed, as a list of type, name and operations: the rules of kafka-acls.json with the mesh's own names. The
right to create topics is left out, since the operator makes them. Takes root and program.
*/}}
{{- define "wavemesh.acls" -}}
{{- $root := .root -}}
{{- $program := .program -}}
{{- $rules := dict -}}
{{- range .root.Files.Get "files/kafka-acls.json" | fromJsonArray -}}
{{- if and (eq .service $program) (ne .operation "Create") -}}
{{- $name := eq .resource "topic" | ternary (printf "%s%s" $root.Values.kafka.topicPrefix .name) (include "wavemesh.group" (dict "root" $root "name" .name)) -}}
{{- $key := printf "%s/%s" .resource $name -}}
{{- $known := dig $key (dict "type" .resource "name" $name "operations" list) $rules -}}
{{- $_ := set $rules $key (set $known "operations" (append $known.operations .operation)) -}}
{{- end -}}
{{- end -}}
{{- $list := list -}}
{{- range $key := keys $rules | sortAlpha }}{{ $list = append $list (get $rules $key) }}{{ end -}}
{{- toYaml $list -}}
{{- end -}}

{{/* A share group's name as the services' settings have it. */}}
{{- define "wavemesh.group" -}}
{{- $service := eq .name "wavemesh-inference" | ternary "inference" "trainer" -}}
{{- $key := eq $service "inference" | ternary "requests.group-id" "kafka.group-id" -}}
{{- get (index .root.Values $service).settings $key | default .name -}}
{{- end -}}
