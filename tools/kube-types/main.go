// Command kube-types prints what Go's reflection knows of the Kubernetes types, as tools/build-kube-data.ts reads it:
//
//	go run . GROUP/VERSION… > go-types.json
package main

import (
	"encoding/json"
	"log"
	"os"
	"reflect"
	"strconv"
	"strings"

	apidiscovery "k8s.io/api/apidiscovery/v2"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/client-go/kubernetes/scheme"
	apiregistration "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
)

// Field is one field of a struct, with what its tags say.
type Field struct {
	Go            string `json:"go"`
	JSON          string `json:"json,omitempty"`
	Inline        bool   `json:"inline,omitempty"`
	OmitEmpty     bool   `json:"omitempty,omitempty"`
	OmitZero      bool   `json:"omitzero,omitempty"`
	Type          string `json:"type"`
	Proto         int    `json:"proto,omitempty"`
	PatchStrategy string `json:"patchStrategy,omitempty"`
	PatchMergeKey string `json:"patchMergeKey,omitempty"`
}

// Type is a struct, or a named type with what it is made of.
type Type struct {
	Kind       string  `json:"kind,omitempty"`
	Underlying string  `json:"underlying,omitempty"`
	Fields     []Field `json:"fields,omitempty"`
}

// Facts are kinds by "group/version/Kind" and all types that they reach, by "import/path.Name".
type Facts struct {
	Kinds map[string]string `json:"kinds"`
	Types map[string]Type   `json:"types"`
}

func main() {
	known := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{
		scheme.AddToScheme, apiextensions.AddToScheme, apiregistration.AddToScheme, apidiscovery.AddToScheme,
	} {
		utilruntime.Must(add(known))
	}
	facts := Facts{Kinds: map[string]string{}, Types: map[string]Type{}}
	for _, answer := range []any{meta.Table{}, meta.PartialObjectMetadataList{}} { // shown in every group, registered in none
		facts.visit(reflect.TypeOf(answer))
	}
	for _, argument := range os.Args[1:] {
		gv, err := schema.ParseGroupVersion(argument)
		if err != nil {
			log.Fatal(err)
		}
		for kind, goType := range known.KnownTypes(gv) {
			facts.Kinds[gv.String()+"/"+kind] = nameOf(goType)
			facts.visit(goType)
		}
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	if err := out.Encode(facts); err != nil {
		log.Fatal(err)
	}
}

func (f Facts) visit(t reflect.Type) {
	if t.PkgPath() != "" {
		if _, seen := f.Types[nameOf(t)]; seen || t.PkgPath() == "time" {
			return
		}
		f.Types[nameOf(t)] = Type{} // types contain themselves
		f.Types[nameOf(t)] = f.describe(t)
		return
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice:
		f.visit(t.Elem())
	case reflect.Map:
		f.visit(t.Key())
		f.visit(t.Elem())
	}
}

func (f Facts) describe(t reflect.Type) Type {
	if t.Kind() != reflect.Struct {
		if t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
			f.visit(t.Elem())
		}
		return Type{Underlying: underlying(t)}
	}
	described := Type{Kind: "struct"}
	for field := range t.Fields() {
		if field.IsExported() {
			described.Fields = append(described.Fields, fieldOf(field))
			f.visit(field.Type)
		}
	}
	return described
}

func fieldOf(field reflect.StructField) Field {
	name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
	_, tagged := field.Tag.Lookup("json")
	return Field{
		Go:            field.Name,
		JSON:          name,
		Inline:        field.Anonymous && name == "" || tagged && name == "" && strings.Contains(options, "inline"),
		OmitEmpty:     strings.Contains(options, "omitempty"),
		OmitZero:      strings.Contains(options, "omitzero"),
		Type:          nameOf(field.Type),
		Proto:         protoNumber(field.Tag.Get("protobuf")),
		PatchStrategy: field.Tag.Get("patchStrategy"),
		PatchMergeKey: field.Tag.Get("patchMergeKey"),
	}
}

// protoNumber reads "bytes,3,opt,name=…"; 0 where there is none.
func protoNumber(tag string) int {
	parts := strings.Split(tag, ",")
	if len(parts) < 2 {
		return 0
	}
	number, err := strconv.Atoi(parts[1])
	if err != nil {
		return 0
	}
	return number
}

func nameOf(t reflect.Type) string {
	if t.PkgPath() != "" {
		return t.PkgPath() + "." + t.Name()
	}
	return underlying(t)
}

func underlying(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return "*" + nameOf(t.Elem())
	case reflect.Slice:
		return "[]" + nameOf(t.Elem())
	case reflect.Map:
		return "map[" + nameOf(t.Key()) + "]" + nameOf(t.Elem())
	case reflect.Interface:
		return "interface {}"
	default:
		return t.Kind().String()
	}
}
