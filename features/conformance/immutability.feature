@csr @conformance @immutability
Feature: A signer leaves alone what is done, and what is not its own

  Background:
    Given the signer under test

  Rule: A request is answered once

    Example: A certificate stays as it was issued
      Given a request "answered"
      And "answered" is approved
      And "answered" receives a certificate
      When another request is approved and receives its certificate
      Then the certificate of "answered" is still the same

  Rule: Requests for other signers are not touched

    Example: Another signer's approved request
      Given a request "foreign" for another signer
      And "foreign" is approved
      When another request is approved and receives its certificate
      Then "foreign" has not received a certificate
      And "foreign" has not been changed since it was approved
