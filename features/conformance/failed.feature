@csr @conformance @failed
Feature: A request that cannot be signed ends, and says so

  Silence leaves the requester waiting for ever. The condition Failed is how a signer says that there will be no
  certificate; its message says why. What a signer cannot sign is its own affair: cert-manager's signers refuse a
  duration that is none, for others --unsignable names a request.

  Background:
    Given the signer under test

  Rule: What cannot be signed ends Failed

    Example: An approved request that cannot be signed
      Given a request "impossible" that the signer cannot sign
      When "impossible" is approved
      Then "impossible" ends Failed with a reason and a message
      And "impossible" has not received a certificate
