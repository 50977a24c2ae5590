@csr @failures
Feature: A request that has failed stays failed

  The engine tells two kinds of trouble apart. What may pass, such as an issuer that is missing, is waited for. What is wrong with the
  request itself, or with its requester, is answered with the condition Failed, once and for all: approval stays beside it, no
  certificate is ever written, and mending the cause helps only a new request.

  Rule: Mending the cause does not bring a failed request back

    Example: The right to reference the issuer comes too late
      Given a CA issuer "lab" in namespace "team-a" that is Ready
      And user "bob" may request certificates
      And a request "too-soon" by "bob" for issuer "lab" in namespace "team-a"
      And an approver approves "too-soon"
      And "too-soon" eventually fails with "DeniedReference"
      When user "bob" is allowed to reference "lab" in namespace "team-a"
      Then "too-soon" stays without a certificate
      And "too-soon" has the conditions "Approved, Failed"

    Example: A new request is judged anew
      Given a CA issuer "lab" in namespace "team-a" that is Ready
      And user "bob" may request certificates
      And a request "first-try" by "bob" for issuer "lab" in namespace "team-a"
      And an approver approves "first-try"
      And "first-try" eventually fails with "DeniedReference"
      And user "bob" is allowed to reference "lab" in namespace "team-a"
      And a request "second-try" by "bob" for issuer "lab" in namespace "team-a"
      When an approver approves "second-try"
      Then "second-try" is eventually issued
      And "first-try" stays without a certificate

    Example: The right key comes too late
      Given a self-signed issuer "own" in namespace "team-a" that is Ready
      And user "alice" may request certificates and reference "own" in namespace "team-a"
      And a request "swapped" by "alice" for issuer "own" in namespace "team-a" whose key is named "alices-key"
      And Secret "alices-key" in namespace "team-a" holds another key, for "swapped"
      And an approver approves "swapped"
      And "swapped" eventually fails with "ErrorKeyMatch"
      When Secret "alices-key" in namespace "team-a" holds its key, for "swapped"
      Then "swapped" stays without a certificate
      And "swapped" has the conditions "Approved, Failed"

  Rule: Nothing fails before it is approved

    Example: A request that could never be signed waits like any other
      Given a CA issuer "lab" in namespace "team-a" that is Ready
      And user "bob" may request certificates
      When "bob" requests "hopeless" from issuer "lab" in namespace "team-a"
      Then "hopeless" eventually has an event "WaitingApproval" saying "Waiting for the Approved condition before issuing"
      And "hopeless" has no conditions

  Rule: A failure is told in the same words everywhere

    Example: Condition and event agree
      Given a CA issuer "lab" in namespace "team-a" that is Ready
      And user "bob" may request certificates
      And a request "told-twice" by "bob" for issuer "lab" in namespace "team-a"
      When an approver approves "told-twice"
      Then "told-twice" eventually fails with "DeniedReference": Requester may not reference Namespaced Issuer team-a/lab
      And "told-twice" eventually has an event "DeniedReference" saying "Requester may not reference Namespaced Issuer team-a/lab"
