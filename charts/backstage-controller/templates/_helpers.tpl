{{- /* A name of at most 63 characters; a long one keeps its beginning, and a hash of all. */ -}}
{{- define "backstage-controller.shorten" -}}
{{- if gt (len .) 63 -}}
{{- printf "%s-%s" (. | trunc 54 | trimSuffix "-" | trimSuffix ".") (. | sha256sum | trunc 8) -}}
{{- else -}}
{{- . -}}
{{- end -}}
{{- end -}}

{{- define "backstage-controller.name" -}}
{{- $name := .Release.Name -}}
{{- if .Values.fullnameOverride -}}
{{- $name = .Values.fullnameOverride -}}
{{- else if not (contains .Chart.Name .Release.Name) -}}
{{- $name = printf "%s-%s" .Release.Name .Chart.Name -}}
{{- end -}}
{{- include "backstage-controller.shorten" $name -}}
{{- end -}}

{{- define "backstage-controller.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "backstage-controller.labels" -}}
{{ include "backstage-controller.selector" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: kratix
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{- define "backstage-controller.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "backstage-controller.name" .) -}}
{{- else -}}
{{- .Values.serviceAccount.name | default "default" -}}
{{- end -}}
{{- end -}}

{{- /* Of roles and bindings: also outside the release's namespace, where releases of the
same name have their own. A namespace has no dot, so no two of them are alike. */ -}}
{{- define "backstage-controller.roleName" -}}
{{- include "backstage-controller.shorten" (printf "%s.%s" .Release.Namespace (include "backstage-controller.name" .)) -}}
{{- end -}}

{{- define "backstage-controller.secretRoleName" -}}
{{- include "backstage-controller.shorten" (printf "%s.%s-output" .Release.Namespace (include "backstage-controller.name" .)) -}}
{{- end -}}

{{- define "backstage-controller.aggregateRoleName" -}}
{{- include "backstage-controller.shorten" (printf "%s.%s-promises" .Release.Namespace (include "backstage-controller.name" .)) -}}
{{- end -}}

{{- define "backstage-controller.subject" -}}
- kind: ServiceAccount
  name: {{ include "backstage-controller.serviceAccount" . }}
  namespace: {{ .Release.Namespace }}
{{- end -}}

{{- /* Where Works and the Lease are. */ -}}
{{- define "backstage-controller.namespace" -}}
{{- .Values.config.namespace | default .Release.Namespace -}}
{{- end -}}

{{- /* The address of an image, of (dict "root" . "image" …). */ -}}
{{- define "backstage-controller.address" -}}
{{- $repository := printf "%s/%s" (.root.Values.imageRegistry.host | trimSuffix "/") .image.name -}}
{{- if .image.digest -}}
{{- printf "%s@%s" $repository .image.digest -}}
{{- else -}}
{{- printf "%s:%s" $repository (.image.tag | default .root.Chart.AppVersion) -}}
{{- end -}}
{{- end -}}

{{- define "backstage-controller.image" -}}
{{- include "backstage-controller.address" (dict "root" . "image" .Values.imageRegistry.backstageControllerImage) -}}
{{- end -}}

{{- define "backstage-controller.generatorImage" -}}
{{- $image := .Values.imageRegistry.skeBackstageGeneratorImage -}}
{{- if not $image.name -}}
{{- $image = .Values.imageRegistry.backstageControllerImage -}}
{{- end -}}
{{- include "backstage-controller.address" (dict "root" . "image" $image) -}}
{{- end -}}

{{- /* The file that the controller reads. */ -}}
{{- define "backstage-controller.config" -}}
{{- $more := dict "namespace" (include "backstage-controller.namespace" .) -}}
{{- if .Values.portals -}}
{{- $_ := set $more "portals" .Values.portals -}}
{{- end -}}
{{- if .Values.config.jobs.enabled -}}
{{- $secret := .Values.imageRegistry.imagePullSecret -}}
{{- $jobs := dict "image" (include "backstage-controller.image" .) "imagePullSecrets" (ternary (list $secret) (list) (not (empty $secret))) "podSecurityContext" .Values.backstageController.podSecurityContext -}}
{{- $_ := set $more "jobs" (merge (deepCopy .Values.config.jobs) $jobs) -}}
{{- end -}}
{{- toYaml (mergeOverwrite (deepCopy .Values.config) $more) -}}
{{- end -}}

{{- /* The port that `config.output` writes to; nothing where Kratix does it. */ -}}
{{- define "backstage-controller.outputPort" -}}
{{- $output := .Values.config.output -}}
{{- $host := "" -}}
{{- $port := "443" -}}
{{- if eq $output.type "git" -}}
{{- $url := urlParse $output.url -}}
{{- $host = $url.host -}}
{{- if eq $url.scheme "http" -}}{{- $port = "80" -}}{{- end -}}
{{- else if eq $output.type "bucket" -}}
{{- $host = $output.endpoint -}}
{{- if $output.insecure -}}{{- $port = "80" -}}{{- end -}}
{{- end -}}
{{- if $host -}}
{{- regexFind ":[0-9]+$" $host | trimPrefix ":" | default $port -}}
{{- end -}}
{{- end -}}

{{- /* Fails with what is wrong in the portals, in the words of Events PortalSetupFailed. */ -}}
{{- define "backstage-controller.checkPortals" -}}
{{- $names := list -}}
{{- range .Values.portals -}}
{{- $where := printf "portals: portal %q:" .name -}}
{{- if has .name $names -}}
{{- fail (printf "%s the name is used more than once" $where) -}}
{{- end -}}
{{- $names = append $names .name -}}
{{- $config := .config | default dict -}}
{{- $destination := $config.destination | default dict -}}
{{- $store := $config.stateStore | default dict -}}
{{- if and (hasKey $destination "name") (hasKey $destination "spec") -}}
{{- fail (printf "%s config.destination must set exactly one of name or spec, got both" $where) -}}
{{- else if hasKey $destination "spec" -}}
{{- if not $destination.spec.path -}}
{{- fail (printf "%s config.destination.spec.path is required" $where) -}}
{{- else if not $store -}}
{{- fail (printf "%s config.destination.spec requires a config.stateStore" $where) -}}
{{- else if not $store.kind -}}
{{- fail (printf "%s config.stateStore.kind is required and must be \"GitStateStore\" or \"BucketStateStore\"" $where) -}}
{{- else if eq (hasKey $store "name") (hasKey $store "spec") -}}
{{- fail (printf "%s config.stateStore must set exactly one of name or spec" $where) -}}
{{- end -}}
{{- else if not (hasKey $destination "name") -}}
{{- fail (printf "%s config.destination must set exactly one of name or spec, got neither" $where) -}}
{{- end -}}
{{- end -}}
{{- end -}}
