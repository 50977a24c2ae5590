package main

import (
	stdbase64 "encoding/base64"
	"reflect"
	"sort"

	authentication "k8s.io/api/authentication/v1"
	authorization "k8s.io/api/authorization/v1"
	core "k8s.io/api/core/v1"
	errors "k8s.io/apimachinery/pkg/api/errors"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
)

const namespace = "default"

func (s *suite) subjectReviews() {
	account := must(s.client.CoreV1().ServiceAccounts(namespace).Create(s.ctx, &core.ServiceAccount{ObjectMeta: meta.ObjectMeta{Name: "e2e"}}, meta.CreateOptions{}))
	groups := []string{"system:authenticated", "system:serviceaccounts", "system:serviceaccounts:" + namespace}
	user := "system:serviceaccount:" + namespace + ":e2e"
	impersonated := s.impersonated(rest.ImpersonationConfig{UserName: user, UID: string(account.UID), Groups: groups})
	attributes := &authorization.ResourceAttributes{Verb: "list", Resource: "configmaps", Namespace: namespace, Version: "v1"}

	review := must(s.client.AuthorizationV1().SubjectAccessReviews().Create(s.ctx, &authorization.SubjectAccessReview{
		Spec: authorization.SubjectAccessReviewSpec{ResourceAttributes: attributes, User: user, Groups: groups, UID: string(account.UID)},
	}, meta.CreateOptions{}))
	check(review.Status.Allowed == s.mayList(impersonated), "the review says %v", review.Status.Allowed)

	local := must(s.client.AuthorizationV1().LocalSubjectAccessReviews(namespace).Create(s.ctx, &authorization.LocalSubjectAccessReview{
		ObjectMeta: meta.ObjectMeta{Namespace: namespace},
		Spec:       authorization.SubjectAccessReviewSpec{ResourceAttributes: attributes, User: "e2e", Groups: groups, UID: string(account.UID)},
	}, meta.CreateOptions{}))
	check(local.Status.Allowed == s.mayList(impersonated), "the local review says %v", local.Status.Allowed)
}

func (s *suite) mayList(as *suite) bool {
	_, err := as.client.CoreV1().ConfigMaps(namespace).List(s.ctx, meta.ListOptions{})
	check(err == nil || errors.IsForbidden(err), "%v", err)
	return err == nil
}

func (s *suite) selfReviews() {
	who := rest.ImpersonationConfig{
		UserName: "jane-doe",
		UID:      "uniq-id",
		Groups:   []string{"system:authenticated", "developers"},
		Extra:    map[string][]string{"my-extra": {"one", "two"}},
	}
	review := must(s.impersonated(who).client.AuthenticationV1().SelfSubjectReviews().Create(s.ctx, &authentication.SelfSubjectReview{}, meta.CreateOptions{}))
	info := review.Status.UserInfo
	sort.Strings(info.Groups)
	check(info.Username == who.UserName && info.UID == who.UID, "%s %s", info.Username, info.UID)
	check(reflect.DeepEqual(info.Groups, []string{"developers", "system:authenticated"}), "groups %v", info.Groups)
	check(reflect.DeepEqual([]string(info.Extra["my-extra"]), who.Extra["my-extra"]), "extra %v", info.Extra)
}

func (s *suite) impersonated(who rest.ImpersonationConfig) *suite {
	config := rest.CopyConfig(s.config)
	config.Impersonate = who
	return &suite{ctx: s.ctx, config: config, client: typed(config)}
}

func base64(bytes []byte) string { return stdbase64.StdEncoding.EncodeToString(bytes) }
