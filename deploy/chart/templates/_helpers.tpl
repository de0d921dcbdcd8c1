{{- define "ske.name" -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "ske.selector" -}}
app.kubernetes.io/name: backstage
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "ske.labels" -}}
{{ include "ske.selector" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{- define "ske.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (include "ske.name" .) -}}
{{- end -}}

{{- /* Of roles and bindings outside the release's namespace: releases of the same name in
other namespaces have their own. A namespace has no dot, so no two of them are alike. */ -}}
{{- define "ske.roleName" -}}
{{- .Release.Namespace }}.{{ include "ske.name" . }}-ske
{{- end -}}

{{- /* The addresses, and what the values say beside them. */ -}}
{{- define "ske.appConfig" -}}
{{- $url := urlParse .Values.baseUrl -}}
{{- $origin := printf "%s://%s" $url.scheme $url.host -}}
{{- $backend := dict "baseUrl" .Values.baseUrl "cors" (dict "origin" $origin) -}}
{{- $addresses := dict "app" (dict "baseUrl" .Values.baseUrl) "backend" $backend -}}
{{- toYaml (mergeOverwrite $addresses (deepCopy .Values.appConfig)) -}}
{{- end -}}
