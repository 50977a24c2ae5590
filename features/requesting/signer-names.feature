@csr @signer-name
Feature: The signer name says which issuer is meant

  spec.signerName addresses an issuer: issuers.cert-manager.io/<namespace>.<name> for an Issuer,
  clusterissuers.cert-manager.io/<name> for a ClusterIssuer. Names may contain dots. Signers of other groups are none of
  the engine's business: it does not say a word about them.

  Background:
    Given user "alice" may request certificates

  Rule: A name of cert-manager's form finds its issuer

    Example: A ClusterIssuer is named by its name alone
      Given a CA cluster issuer "my-cluster-issuer" that is Ready
      And a request "cluster-form" by "alice" for signer "clusterissuers.cert-manager.io/my-cluster-issuer"
      When an approver approves "cluster-form"
      Then "cluster-form" is eventually issued

    Example: An Issuer's name may contain dots
      (the namespace ends at the first dot of the path)

      Given a CA issuer "web.internal" in namespace "dotted" that is Ready
      And user "alice" may request certificates and reference "web.internal" in namespace "dotted"
      And a request "dotted-form" by "alice" for signer "issuers.cert-manager.io/dotted.web.internal"
      When an approver approves "dotted-form"
      Then "dotted-form" is eventually issued

  Rule: A name that finds nothing is waited for

    Example: The issuer does not exist yet
      Given a request "early" by "alice" for signer "clusterissuers.cert-manager.io/not-there-yet"
      When an approver approves "early"
      Then "early" eventually has an event "IssuerNotFound" saying "Referenced ClusterIssuer /not-there-yet not found"
      And "early" has no certificate

  Rule: Signers of other groups are left alone

    Example: Another group's signer
      Given a request "foreign" by "alice" for signer "example.com/some-signer"
      When an approver approves "foreign"
      Then "foreign" stays without a certificate
      And "foreign" has no events
