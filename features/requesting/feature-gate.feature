@csr @feature-gate @lab
Feature: The feature gate decides whether requests are looked at

  Signing CertificateSigningRequests is an experimental feature of cert-manager, off unless the controller is started with
  --feature-gates=ExperimentalCertificateSigningRequestControllers=true. In csrlab it is on unless it is switched off. A gate
  that is off concerns requests alone: issuers are verified as ever, and nobody tells the requester anything.

  Rule: With the gate off nobody answers

    Example: An approved request is left alone
      Given a lab whose engine has the feature gate off
      And a CA issuer "lab" in namespace "team-a" that is Ready
      And user "alice" may request certificates and reference "lab" in namespace "team-a"
      And a request "unheard" by "alice" for issuer "lab" in namespace "team-a"
      When an approver approves "unheard"
      Then "unheard" stays without a certificate
      And "unheard" has no conditions but its approval
      And "unheard" has no events

  Rule: With the gate on the same request is signed

    Example: An approved request gets its certificate
      Given a lab whose engine has the feature gate on
      And a CA issuer "lab" in namespace "team-a" that is Ready
      And user "alice" may request certificates and reference "lab" in namespace "team-a"
      And a request "heard" by "alice" for issuer "lab" in namespace "team-a"
      When an approver approves "heard"
      Then "heard" is eventually issued
