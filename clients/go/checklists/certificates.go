package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	certificates "k8s.io/api/certificates/v1"
	core "k8s.io/api/core/v1"
	rbac "k8s.io/api/rbac/v1"
	errors "k8s.io/apimachinery/pkg/api/errors"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/rest"
)

var requestsResource = schema.GroupVersionResource{Group: "certificates.k8s.io", Version: "v1", Resource: "certificatesigningrequests"}

func (s *suite) clientFromRequest() {
	key := must(rsa.GenerateKey(rand.Reader, 2048))
	template := requestOf("tester-csr-", "kubernetes.io/kube-apiserver-client", "tester-csr", key)
	template.Spec.Usages = []certificates.KeyUsage{certificates.UsageDigitalSignature, certificates.UsageKeyEncipherment, certificates.UsageClientAuth}
	role := must(s.client.RbacV1().ClusterRoles().Create(s.ctx, &rbac.ClusterRole{
		ObjectMeta: meta.ObjectMeta{GenerateName: "tester-csr-"},
		Rules:      []rbac.PolicyRule{{Verbs: []string{"create"}, APIGroups: []string{"certificates.k8s.io"}, Resources: []string{"certificatesigningrequests"}}},
	}, meta.CreateOptions{}))
	binding := must(s.client.RbacV1().ClusterRoleBindings().Create(s.ctx, &rbac.ClusterRoleBinding{
		ObjectMeta: meta.ObjectMeta{GenerateName: "tester-csr-"},
		RoleRef:    rbac.RoleRef{APIGroup: rbac.GroupName, Kind: "ClusterRole", Name: role.Name},
		Subjects:   []rbac.Subject{{APIGroup: rbac.GroupName, Kind: rbac.UserKind, Name: "tester-csr"}},
	}, meta.CreateOptions{}))
	requests := s.client.CertificatesV1().CertificateSigningRequests()
	made := must(requests.Create(s.ctx, template, meta.CreateOptions{}))
	check(strings.HasPrefix(made.Name, "tester-csr-") && len(made.Name) == len("tester-csr-")+5, "generated name %s", made.Name)

	made.Status.Conditions = append(made.Status.Conditions, condition("Approved", "E2E"))
	must(requests.UpdateApproval(s.ctx, made.Name, made, meta.UpdateOptions{}))
	issued := s.waitForCertificate(made.Name)
	block, more := pem.Decode(issued.Status.Certificate)
	check(block != nil && len(bytes.TrimSpace(more)) == 0, "more than one certificate")
	certificate := must(x509.ParseCertificate(block.Bytes))
	check(certificate.NotAfter.Sub(certificate.NotBefore) <= time.Hour+5*time.Minute, "it is valid for %s", certificate.NotAfter.Sub(certificate.NotBefore))

	config := rest.AnonymousClientConfig(s.config)
	config.CertData = issued.Status.Certificate
	config.KeyData = pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	second := must(typed(config).CertificatesV1().CertificateSigningRequests().Create(s.ctx, template, meta.CreateOptions{}))
	check(second.Spec.Username == "tester-csr", "the server knows the client as %s", second.Spec.Username)

	for _, name := range []string{made.Name, second.Name} {
		must(0, requests.Delete(s.ctx, name, meta.DeleteOptions{}))
	}
	must(0, s.client.RbacV1().ClusterRoleBindings().Delete(s.ctx, binding.Name, meta.DeleteOptions{}))
	must(0, s.client.RbacV1().ClusterRoles().Delete(s.ctx, role.Name, meta.DeleteOptions{}))
}

func (s *suite) waitForCertificate(name string) *certificates.CertificateSigningRequest {
	var issued *certificates.CertificateSigningRequest
	must(0, wait.PollUntilContextTimeout(s.ctx, 50*time.Millisecond, patience, true, func(ctx context.Context) (bool, error) {
		var err error
		issued, err = s.client.CertificatesV1().CertificateSigningRequests().Get(ctx, name, meta.GetOptions{})
		return err == nil && len(issued.Status.Certificate) > 0, err
	}))
	return issued
}

func (s *suite) requestOperations() {
	s.discovered()
	signer := "example.com/e2e-" + strconv.FormatInt(time.Now().UnixNano(), 36)
	template := requestOf("e2e-example-csr-", signer, "e2e.example.com", must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)))
	requests := s.client.CertificatesV1().CertificateSigningRequests()
	var third *certificates.CertificateSigningRequest
	for range 3 {
		third = must(requests.Create(s.ctx, template, meta.CreateOptions{}))
	}
	got := must(requests.Get(s.ctx, third.Name, meta.GetOptions{}))
	check(got.UID == third.UID && *got.Spec.ExpirationSeconds == 3600, "another object was read")
	bySigner := meta.ListOptions{FieldSelector: "spec.signerName=" + signer}
	list := must(requests.List(s.ctx, bySigner))
	check(len(list.Items) == 3, "%d requests of the signer", len(list.Items))

	watching := must(requests.Watch(s.ctx, meta.ListOptions{ResourceVersion: list.ResourceVersion, FieldSelector: "metadata.name=" + third.Name}))
	patched := must(requests.Patch(s.ctx, third.Name, types.MergePatchType, []byte(`{"metadata":{"annotations":{"patched":"true"}}}`), meta.PatchOptions{}))
	check(patched.Annotations["patched"] == "true", "the annotation is missing")
	check(version(patched) > version(third), "the version did not grow")
	patched.Annotations["updated"] = "true"
	updated := must(requests.Update(s.ctx, patched, meta.UpdateOptions{}))
	check(updated.Annotations["updated"] == "true", "the update is missing")
	sawPatched := false
	for !sawPatched {
		event, open := <-watching.ResultChan()
		check(open && event.Type == watch.Modified, "the watch shows %s", event.Type)
		sawPatched = event.Object.(*certificates.CertificateSigningRequest).Annotations["patched"] == "true"
	}
	watching.Stop()

	s.approvalOperations(third)
	s.statusOperations(third)

	must(0, requests.Delete(s.ctx, third.Name, meta.DeleteOptions{}))
	_, err := requests.Get(s.ctx, third.Name, meta.GetOptions{})
	check(errors.IsNotFound(err), "after the deletion: %v", err)
	check(len(must(requests.List(s.ctx, bySigner)).Items) == 2, "not two requests are left")
	must(0, requests.DeleteCollection(s.ctx, meta.DeleteOptions{}, bySigner))
	check(len(must(requests.List(s.ctx, bySigner)).Items) == 0, "requests are left")
}

func (s *suite) discovered() {
	groups := must(s.client.Discovery().ServerGroups())
	found := false
	for _, group := range groups.Groups {
		for _, v := range group.Versions {
			found = found || v.GroupVersion == "certificates.k8s.io/v1"
		}
	}
	check(found, "certificates.k8s.io/v1 is not among the groups")
	group := &meta.APIGroup{}
	must(0, s.client.Discovery().RESTClient().Get().AbsPath("/apis/certificates.k8s.io").Do(s.ctx).Into(group))
	check(len(group.Versions) > 0 && group.Versions[0].Version == "v1", "the group has no v1")
	names := map[string]bool{}
	for _, resource := range must(s.client.Discovery().ServerResourcesForGroupVersion("certificates.k8s.io/v1")).APIResources {
		names[resource.Name] = true
	}
	for _, name := range []string{"certificatesigningrequests", "certificatesigningrequests/approval", "certificatesigningrequests/status"} {
		check(names[name], "%s is not discovered", name)
	}
}

func (s *suite) approvalOperations(request *certificates.CertificateSigningRequest) {
	requests := s.client.CertificatesV1().CertificateSigningRequests()
	s.subresource(request, "approval")
	patch := `{"metadata":{"annotations":{"patchedapproval":"true"}},"status":{"conditions":[{"type":"ApprovalPatch","status":"True","reason":"e2e"}]}}`
	patched := must(requests.Patch(s.ctx, request.Name, types.MergePatchType, []byte(patch), meta.PatchOptions{}, "approval"))
	check(len(patched.Status.Conditions) == 1 && patched.Status.Conditions[0].Type == "ApprovalPatch", "conditions %v", patched.Status.Conditions)
	check(patched.Annotations["patchedapproval"] == "true", "the annotation is missing")
	patched.Status.Conditions = append(patched.Status.Conditions, condition(certificates.CertificateApproved, "E2E"))
	updated := must(requests.UpdateApproval(s.ctx, request.Name, patched, meta.UpdateOptions{}))
	check(len(updated.Status.Conditions) == 2 && updated.Status.Conditions[1].Type == certificates.CertificateApproved, "conditions %v", updated.Status.Conditions)
}

func (s *suite) statusOperations(request *certificates.CertificateSigningRequest) {
	requests := s.client.CertificatesV1().CertificateSigningRequests()
	s.subresource(request, "status")
	bundle := selfSigned()
	patch := fmt.Sprintf(`{"metadata":{"annotations":{"patchedstatus":"true"}},"status":{"certificate":%q}}`, base64(bundle))
	patched := must(requests.Patch(s.ctx, request.Name, types.MergePatchType, []byte(patch), meta.PatchOptions{}, "status"))
	check(bytes.Equal(patched.Status.Certificate, bundle), "another certificate is stored")
	check(patched.Annotations["patchedstatus"] == "true", "the annotation is missing")
	before := len(patched.Status.Conditions)
	patched.Status.Conditions = append(patched.Status.Conditions, condition("StatusUpdate", "E2E"))
	updated := must(requests.UpdateStatus(s.ctx, patched, meta.UpdateOptions{}))
	check(len(updated.Status.Conditions) == before+1 && updated.Status.Conditions[before].Type == "StatusUpdate", "conditions %v", updated.Status.Conditions)
	check(updated.Status.Conditions[1].Type == certificates.CertificateApproved, "the approval is gone")
}

func (s *suite) subresource(request *certificates.CertificateSigningRequest, name string) {
	shown := must(s.dynamic.Resource(requestsResource).Get(s.ctx, request.Name, meta.GetOptions{}, name))
	check(shown.GroupVersionKind() == certificates.SchemeGroupVersion.WithKind("CertificateSigningRequest"), "kind %s", shown.GroupVersionKind())
	check(shown.GetUID() == request.UID, "/%s shows another object", name)
}

func requestOf(prefix, signer, commonName string, key any) *certificates.CertificateSigningRequest {
	template := &x509.CertificateRequest{Subject: pkix.Name{CommonName: commonName}}
	if strings.Contains(commonName, ".") {
		template.DNSNames = []string{commonName}
	}
	der := must(x509.CreateCertificateRequest(rand.Reader, template, key))
	seconds := int32(3600)
	return &certificates.CertificateSigningRequest{
		ObjectMeta: meta.ObjectMeta{GenerateName: prefix},
		Spec: certificates.CertificateSigningRequestSpec{
			Request:           pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: der}),
			SignerName:        signer,
			ExpirationSeconds: &seconds,
			Usages:            []certificates.KeyUsage{certificates.UsageDigitalSignature, certificates.UsageKeyEncipherment, certificates.UsageServerAuth},
		},
	}
}

func condition(kind certificates.RequestConditionType, reason string) certificates.CertificateSigningRequestCondition {
	return certificates.CertificateSigningRequestCondition{Type: kind, Status: core.ConditionTrue, Reason: reason, Message: "Set from an e2e test"}
}

func selfSigned() []byte {
	key := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "self-signed"}, NotAfter: time.Now().Add(time.Hour)}
	der := must(x509.CreateCertificate(rand.Reader, template, template, key.Public(), key))
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}

func version(object meta.Object) int64 {
	return must(strconv.ParseInt(object.GetResourceVersion(), 10, 64))
}
