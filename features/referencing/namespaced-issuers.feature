@csr
Feature: A requester needs permission to reference a namespaced issuer

  Requests are cluster-scoped, issuers need not be. To keep people out of namespaces that are not theirs, the engine
  asks the API server whether the user who created the request may "reference" the virtual resource "signers" of
  cert-manager.io in the issuer's namespace, first by the issuer's name, then by the literal name "*". A requester
  who may not is failed for good. ClusterIssuers are open to everybody who may create requests.

  Background:
    Given a CA issuer "my-issuer" in namespace "sandbox" that is Ready

  Rule: The Role of the issuer's namespace decides

    Example: A Role that names the issuer opens it
      Given user "alice" may request certificates
      And in namespace "sandbox" the Role "cert-manager-referencer:my-issuer" is bound to "alice":
        """yaml
        rules:
          - apiGroups: ["cert-manager.io"]
            resources: ["signers"]
            verbs: ["reference"]
            resourceNames: ["my-issuer"]
        """
      And a request "by-name" by "alice" for issuer "my-issuer" in namespace "sandbox"
      When an approver approves "by-name"
      Then "by-name" is eventually issued

    Example: A Role that names "*" opens every issuer of the namespace
      Given user "alice" may request certificates
      And in namespace "sandbox" the Role "cert-manager-referencer:all" is bound to "alice":
        """yaml
        rules:
          - apiGroups: ["cert-manager.io"]
            resources: ["signers"]
            verbs: ["reference"]
            resourceNames: ["*"]
        """
      And a request "by-star" by "alice" for issuer "my-issuer" in namespace "sandbox"
      When an approver approves "by-star"
      Then "by-star" is eventually issued

    Example: Without a Role the request fails
      Given user "bob" may request certificates
      And a request "no-role" by "bob" for issuer "my-issuer" in namespace "sandbox"
      When an approver approves "no-role"
      Then "no-role" eventually fails with "DeniedReference": Requester may not reference Namespaced Issuer sandbox/my-issuer
      And "no-role" eventually has an event "DeniedReference" saying "Requester may not reference Namespaced Issuer sandbox/my-issuer"
      And "no-role" has no certificate

    Example: A Role of another namespace does not help
      Given user "bob" may request certificates
      And namespace "elsewhere" exists
      And in namespace "elsewhere" the Role "cert-manager-referencer:my-issuer" is bound to "bob":
        """yaml
        rules:
          - apiGroups: ["cert-manager.io"]
            resources: ["signers"]
            verbs: ["reference"]
            resourceNames: ["my-issuer"]
        """
      And a request "wrong-namespace" by "bob" for issuer "my-issuer" in namespace "sandbox"
      When an approver approves "wrong-namespace"
      Then "wrong-namespace" eventually fails with "DeniedReference": Requester may not reference Namespaced Issuer sandbox/my-issuer

    Example: A Role that names another issuer does not help
      Given user "bob" may request certificates
      And in namespace "sandbox" the Role "cert-manager-referencer:other" is bound to "bob":
        """yaml
        rules:
          - apiGroups: ["cert-manager.io"]
            resources: ["signers"]
            verbs: ["reference"]
            resourceNames: ["other-issuer"]
        """
      And a request "other-name" by "bob" for issuer "my-issuer" in namespace "sandbox"
      When an approver approves "other-name"
      Then "other-name" eventually fails with "DeniedReference": Requester may not reference Namespaced Issuer sandbox/my-issuer

  Rule: A ClusterIssuer needs no permission to be referenced

    Example: Anybody who may create requests may name a ClusterIssuer
      Given a CA cluster issuer "shared" that is Ready
      And user "bob" may request certificates
      And a request "open-to-all" by "bob" for cluster issuer "shared"
      When an approver approves "open-to-all"
      Then "open-to-all" is eventually issued
