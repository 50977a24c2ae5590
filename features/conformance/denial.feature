@csr @conformance @denial
Feature: A signer never signs what is denied

  A denial is final: the API server refuses to take it back, and a signer that signs all the same hands out what
  somebody has decided against.

  Background:
    Given the signer under test

  Rule: A denied request stays without a certificate

    Example: Denied requests get no certificate
      Given a request "refused"
      And "refused" is denied
      When another request is approved and receives its certificate
      Then "refused" has not received a certificate
      And nobody has approved "refused"
