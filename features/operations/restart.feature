@csr @operations @lab
Feature: The engine may stop at any time

  All that the engine knows is in the cluster. It may be stopped, restarted or disturbed at any time: a request that was
  approved meanwhile is signed when it is back, one that has its certificate keeps it, and a write that goes wrong is
  tried again after looking at the request anew.

  Background:
    Given a CA issuer "lab" in namespace "team-a" that is Ready
    And user "alice" may request certificates and reference "lab" in namespace "team-a"

  Rule: What happened while it was away is made up for

    Example: A request is created and approved while the engine is away
      Given the engine is stopped
      And a request "meanwhile" by "alice" for issuer "lab" in namespace "team-a"
      And an approver approves "meanwhile"
      And "meanwhile" stays without a certificate
      When the engine is started again
      Then "meanwhile" is eventually issued

    Example: A request is denied while the engine is away
      Given a request "refused-meanwhile" by "alice" for issuer "lab" in namespace "team-a"
      And the engine is stopped
      And an approver denied "refused-meanwhile" because "PolicyViolation"
      When the engine is started again
      Then "refused-meanwhile" stays without a certificate

  Rule: A write that goes wrong is tried again

    Example: Somebody else was faster
      Given a request "conflicting" by "alice" for issuer "lab" in namespace "team-a"
      And the next write of a certificate meets a conflict
      When an approver approves "conflicting"
      Then "conflicting" is eventually issued

    Example: The answer is lost on its way
      Given a request "answer-lost" by "alice" for issuer "lab" in namespace "team-a"
      And the answer to the next write of a certificate is lost
      When an approver approves "answer-lost"
      Then "answer-lost" is eventually issued
      And the certificate of "answer-lost" has no lint errors
