{{/* Metadata and spec of a service's pods. */}}
{{- define "wavemesh.podTemplate" -}}
{{- $isJob := include "wavemesh.isJob" . -}}
metadata:
  labels:
    {{- include "wavemesh.labels" . | nindent 4 }}
    {{- with .values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    checksum/config: {{ include "wavemesh.properties" . | sha256sum }}
    {{- if $isJob }}
    # A pod that trains is not moved for the nodes' sake.
    cluster-autoscaler.kubernetes.io/safe-to-evict: "false"
    karpenter.sh/do-not-disrupt: "true"
    {{- end }}
    {{- if .root.Values.monitoring.scrapeAnnotations }}
    prometheus.io/scrape: "true"
    prometheus.io/port: {{ .values.service.port | quote }}
    prometheus.io/path: /q/metrics
    {{- end }}
    {{- with .values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "wavemesh.serviceAccount" . }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  {{- with .root.Values.image.pullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - name: {{ . }}
    {{- end }}
  {{- end }}
  securityContext: {{- toYaml .root.Values.podSecurityContext | nindent 4 }}
  terminationGracePeriodSeconds: {{ .values.terminationGracePeriodSeconds }}
  {{- if $isJob }}
  restartPolicy: Never
  {{- end }}
  {{- with include "wavemesh.priorityClass" . }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with .values.runtimeClassName }}
  runtimeClassName: {{ . }}
  {{- end }}
  {{- with .values.nodeSelector }}
  nodeSelector: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .values.tolerations }}
  tolerations: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .values.affinity }}
  affinity: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if .values.topologySpread.enabled }}
  topologySpreadConstraints:
    - topologyKey: {{ .values.topologySpread.topologyKey }}
      maxSkew: {{ .values.topologySpread.maxSkew }}
      whenUnsatisfiable: {{ .values.topologySpread.whenUnsatisfiable }}
      labelSelector:
        matchLabels: {{- include "wavemesh.selector" . | nindent 10 }}
      {{- if not $isJob }}
      # Pods of the old settings don't count while new ones come.
      matchLabelKeys: [pod-template-hash]
      {{- end }}
  {{- end }}
  {{- if and (ne .name "ingest") .root.Values.model.checksums }}
  initContainers:
    {{- include "wavemesh.checksumContainer" . | nindent 4 }}
  {{- end }}
  containers:
    {{- include "wavemesh.container" . | nindent 4 }}
  volumes:
    {{- include "wavemesh.volumes" . | nindent 4 }}
{{- end -}}

{{- define "wavemesh.container" -}}
- name: {{ .name }}
  image: {{ include "wavemesh.image" . }}
  imagePullPolicy: {{ .root.Values.image.pullPolicy }}
  securityContext: {{- toYaml .root.Values.containerSecurityContext | nindent 4 }}
  env:
    - name: QUARKUS_CONFIG_LOCATIONS
      value: /etc/wavemesh/config/application.properties
    - name: JAVA_TOOL_OPTIONS
      value: {{ .values.javaOptions | quote }}
    {{- if and .root.Values.kafka.sasl.enabled (not (include "wavemesh.kafkaUser" .)) }}
    - name: {{ upper .name }}_KAFKA_SECURITY_SASL_USERNAME
      valueFrom:
        secretKeyRef: {name: {{ include "wavemesh.kafkaSecret" . }}, key: username}
    {{- end }}
    {{- if and (eq .root.Values.store.kind "s3") .root.Values.store.s3.credentialsSecret }}
    {{- range $key := list "AWS_ACCESS_KEY_ID" "AWS_SECRET_ACCESS_KEY" }}
    - name: {{ $key }}
      valueFrom:
        secretKeyRef: {name: {{ $.root.Values.store.s3.credentialsSecret }}, key: {{ $key }}}
    {{- end }}
    {{- end }}
    {{- with .values.env }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  ports:
    - name: http
      containerPort: {{ .values.service.port }}
  startupProbe:
    httpGet: {path: /q/health/live, port: http}
    periodSeconds: 5
    timeoutSeconds: {{ .values.probes.timeoutSeconds }}
    failureThreshold: {{ div (add .values.probes.startupSeconds 4) 5 }}
  livenessProbe:
    httpGet: {path: /q/health/live, port: http}
    periodSeconds: {{ .values.probes.periodSeconds }}
    timeoutSeconds: {{ .values.probes.timeoutSeconds }}
    failureThreshold: {{ .values.probes.liveFailures }}
  readinessProbe:
    httpGet: {path: /q/health/ready, port: http}
    periodSeconds: {{ .values.probes.periodSeconds }}
    timeoutSeconds: {{ .values.probes.timeoutSeconds }}
    failureThreshold: {{ .values.probes.readyFailures }}
  {{- if gt (int .values.preStopSeconds) 0 }}
  lifecycle:
    # Clients' routes to this pod are gone before it begins to refuse.
    preStop:
      sleep:
        seconds: {{ .values.preStopSeconds }}
  {{- end }}
  resources: {{- include "wavemesh.resources" . | nindent 4 }}
  volumeMounts:
    - {name: config, mountPath: /etc/wavemesh/config, readOnly: true}
    - {name: tmp, mountPath: /tmp}
    {{- range include "wavemesh.secretMounts" . | fromYamlArray }}
    - {name: {{ .name }}, mountPath: /etc/wavemesh/{{ .name }}, readOnly: true}
    {{- end }}
    {{- if eq .root.Values.store.kind "file" }}
    - {name: objects, mountPath: /var/lib/wavemesh/objects}
    {{- end }}
    {{- if ne .name "ingest" }}
    - {name: model, mountPath: {{ .root.Values.model.mountPath }}, readOnly: true}
    {{- end }}
    {{- if .values.shmSize }}
    - {name: shm, mountPath: /dev/shm}
    {{- end }}
    {{- with .values.extraVolumeMounts }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end -}}

{{/* Requests and limits with the GPUs, which must be equal in both. */}}
{{- define "wavemesh.resources" -}}
{{- $resources := deepCopy .values.resources -}}
{{- with .values.gpu -}}
{{- if .enabled -}}
{{- $gpu := dict (ternary (printf "nvidia.com/mig-%s" .mig) .resource (ne .mig "")) (int .count) -}}
{{- $resources = merge $resources (dict "requests" $gpu "limits" $gpu) -}}
{{- end -}}
{{- end -}}
{{- toYaml $resources -}}
{{- end -}}

{{- define "wavemesh.checksumContainer" -}}
- name: check-model
  image: {{ .root.Values.model.checksumImage }}
  imagePullPolicy: {{ .root.Values.image.pullPolicy }}
  securityContext: {{- toYaml .root.Values.containerSecurityContext | nindent 4 }}
  workingDir: {{ .root.Values.model.mountPath }}/{{ .root.Values.model.path }}
  command: [sha256sum, -c, /etc/wavemesh/model/SHA256SUMS]
  resources:
    requests: {cpu: 500m, memory: 64Mi}
    limits: {memory: 256Mi}
  volumeMounts:
    - {name: model, mountPath: {{ .root.Values.model.mountPath }}, readOnly: true}
    - {name: model-checksums, mountPath: /etc/wavemesh/model, readOnly: true}
{{- end -}}

{{/* Secrets that are mounted below /etc/wavemesh, as a list of name, secret and key. */}}
{{- define "wavemesh.secretMounts" -}}
{{- $values := .root.Values -}}
{{- $mounts := list -}}
{{- if $values.kafka.sasl.enabled -}}
{{- $mounts = append $mounts (dict "name" "kafka-user" "secret" (include "wavemesh.kafkaSecret" .) "key" $values.kafka.sasl.passwordKey) -}}
{{- end -}}
{{- if and $values.kafka.tls.enabled (include "wavemesh.kafkaCaSecret" .root) -}}
{{- $mounts = append $mounts (dict "name" "kafka-ca" "secret" (include "wavemesh.kafkaCaSecret" .root) "key" $values.kafka.tls.caKey) -}}
{{- end -}}
{{- if and (eq $values.store.kind "s3") $values.store.s3.caSecret -}}
{{- $mounts = append $mounts (dict "name" "store-ca" "secret" $values.store.s3.caSecret "key" $values.store.s3.caKey) -}}
{{- end -}}
{{- with $values.store.encryption -}}
{{- if .masterKeysSecret -}}
{{- $mounts = append $mounts (dict "name" "master-keys" "secret" .masterKeysSecret "key" .masterKeysKey) -}}
{{- end -}}
{{- end -}}
{{- if and $values.access.keys.secret (ne .name "trainer") -}}
{{- $mounts = append $mounts (dict "name" "api-keys" "secret" $values.access.keys.secret "key" $values.access.keys.key) -}}
{{- end -}}
{{- toYaml $mounts -}}
{{- end -}}

{{- define "wavemesh.volumes" -}}
- name: config
  configMap: {name: {{ include "wavemesh.name" . }}}
- name: tmp
  emptyDir: {sizeLimit: {{ .values.tmpSize }}}
{{- range include "wavemesh.secretMounts" . | fromYamlArray }}
- name: {{ .name }}
  secret:
    secretName: {{ .secret }}
    items: [{key: {{ .key }}, path: {{ .key }}}]
{{- end }}
{{- if eq .root.Values.store.kind "file" }}
- name: objects
  persistentVolumeClaim: {claimName: {{ .root.Values.store.file.claim }}}
{{- end }}
{{- if ne .name "ingest" }}
- name: model
  {{- with .root.Values.model.volume }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- if .root.Values.model.checksums }}
- name: model-checksums
  configMap: {name: {{ include "wavemesh.fullname" .root }}-model}
{{- end }}
{{- end }}
{{- if .values.shmSize }}
- name: shm
  emptyDir: {medium: Memory, sizeLimit: {{ .values.shmSize }}}
{{- end }}
{{- with .values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}
