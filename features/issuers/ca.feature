@csr @ca
Feature: A CA issuer signs with the key pair in its Secret

  The Secret of a CA issuer holds a private key and a certificate, or a chain of them. What is issued is followed by the
  chain up to the root, but without the root itself: whoever trusts the root has it already. A Secret that is missing or
  broken makes the issuer not Ready; requests wait, nothing fails, and repairing the Secret is enough.

  Background:
    Given user "alice" may request certificates and reference "lab" in namespace "team-a"

  Rule: The certificate comes with the chain, without the root

    Example: An issuer that signs with a root gives the certificate alone
      Given a CA issuer "lab" in namespace "team-a" that is Ready
      And a request "by-root" by "alice" for issuer "lab" in namespace "team-a"
      When an approver approves "by-root"
      Then "by-root" is eventually issued
      And the chain of "by-root" has 1 certificate
      And the certificate of "by-root" has no lint errors

    Example: An issuer below a root gives its own certificate too
      Given a CA issuer "lab" in namespace "team-a" below a root
      And a request "by-intermediate" by "alice" for issuer "lab" in namespace "team-a"
      When an approver approves "by-intermediate"
      Then "by-intermediate" is eventually issued
      And the chain of "by-intermediate" has 2 certificates
      And the certificate of "by-intermediate" has no lint errors

  Rule: A request waits for its issuer

    Example: The Secret is not there yet
      Given a CA issuer "lab" in namespace "team-a" without its Secret
      And a request "too-early" by "alice" for issuer "lab" in namespace "team-a"
      When an approver approves "too-early"
      Then "too-early" eventually has an event "IssuerNotReady" saying "Referenced Issuer team-a/lab does not have a Ready status condition"
      And "too-early" has no conditions but its approval
      And "too-early" has no certificate

    Example: The Secret appears
      Given a CA issuer "lab" in namespace "team-a" without its Secret
      And a request "patient" by "alice" for issuer "lab" in namespace "team-a"
      And an approver approves "patient"
      And "patient" eventually has an event "IssuerNotReady" saying "Referenced Issuer team-a/lab does not have a Ready status condition"
      When issuer "lab" in namespace "team-a" is given a new CA
      Then "patient" is eventually issued
      And the certificate of "patient" chains to the CA of "lab" in namespace "team-a"

    Scenario Outline: A Secret that is <state> is repaired
      Given a CA issuer "lab" in namespace "team-a" that is Ready
      And the Secret of issuer "lab" in namespace "team-a" is <state>
      And a request "<name>" by "alice" for issuer "lab" in namespace "team-a"
      And an approver approves "<name>"
      And "<name>" eventually has an event "IssuerNotReady" saying "Referenced Issuer team-a/lab does not have a Ready status condition"
      When issuer "lab" in namespace "team-a" is given a new CA
      Then "<name>" is eventually issued

      Examples:
        | state   | name          |
        | broken  | after-broken  |
        | deleted | after-deleted |
