@csr @conformance @approval
Feature: A signer signs what is approved, and nothing else

  Approval is somebody else's decision. A signer waits for it, acts on it, and never makes it itself. That a signer
  does nothing is seen beside another request that it signs meanwhile.

  Background:
    Given the signer under test

  Rule: An approved request is signed

    Example: Approval brings a certificate
      Given a request "wanted"
      When "wanted" is approved
      Then "wanted" receives a certificate
      And status.certificate of "wanted" is nothing but PEM certificates

  Rule: A request that nobody approved is left alone

    Example: Unanswered requests get no certificate
      Given a request "unanswered"
      When another request is approved and receives its certificate
      Then "unanswered" has not received a certificate

    Example: The signer does not approve by itself
      Given a request "unanswered"
      When another request is approved and receives its certificate
      Then nobody has approved "unanswered"
