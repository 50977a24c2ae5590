@csr @operations @lab
Feature: The network between the engine and an authority misbehaves

  Between the engine and an authority lies a network, and sometimes something that answers in the authority's place. What counts is what
  was at stake. Looking something up or logging in is simply done again, after 5, 10, 20 seconds and so on up to 5 minutes. An
  order is another matter: when its answer is lost nobody knows whether it arrived, and a second one could bring a second certificate.
  Vault and Venafi requests then fail, and say why; an ACME order is looked up again, since the authority remembers it.

  Background:
    Given user "alice" may request certificates

  Rule: What orders nothing is done again

    Example: The login to Venafi breaks
      Given a venafi-tpp issuer "tpp" in namespace "team-a" that is Ready
      And user "alice" may request certificates and reference "tpp" in namespace "team-a"
      And a request "login-broke" by "alice" for issuer "tpp" in namespace "team-a"
      And the connection to the authority "venafi-tpp" will break before the authority has seen its next "oauth"
      When an approver approves "login-broke"
      Then "login-broke" eventually has an event "ErrorVenafiInit"
      And "login-broke" is eventually issued
      And the authority "venafi-tpp" was asked for "request" once

    Example: A certificate is lost on its way and fetched again
      Given a venafi-cloud issuer "cloud" in namespace "team-a" that is Ready
      And user "alice" may request certificates and reference "cloud" in namespace "team-a"
      And a request "fetched-twice" by "alice" for issuer "cloud" in namespace "team-a"
      And the connection to the authority "venafi-cloud" will break in the middle of the answer to its next "contents"
      When an approver approves "fetched-twice"
      Then "fetched-twice" eventually has an event "ErrorRetrieve" saying "Failed to obtain Certificate Manager certificate: vcert error: server error: unexpected EOF"
      And "fetched-twice" is eventually issued
      And the authority "venafi-cloud" was asked for "request" once

  Rule: A request that never reached the authority is sent again where that is safe

    Example: Vault's client tries again by itself
      Given a vault issuer "vault" in namespace "team-a" that is Ready
      And user "alice" may request certificates and reference "vault" in namespace "team-a"
      And a request "sent-again" by "alice" for issuer "vault" in namespace "team-a"
      And the connection to the authority "vault" will break before the authority has seen its next "sign"
      When an approver approves "sent-again"
      Then "sent-again" is eventually issued
      And the authority "vault" was asked for "sign" 2 times

  Rule: An order whose answer is lost fails the request

    Example: Venafi has the order, the engine has no pickup id
      Given a venafi-tpp issuer "tpp" in namespace "team-a" that is Ready
      And user "alice" may request certificates and reference "tpp" in namespace "team-a"
      And a request "order-lost" by "alice" for issuer "tpp" in namespace "team-a"
      And the connection to the authority "venafi-tpp" will break when the authority has answered its next "request"
      When an approver approves "order-lost"
      Then "order-lost" eventually fails with "ErrorRequest"
      And the authority "venafi-tpp" was asked for "request" once
      And "order-lost" has no certificate

    Example: Vault's answer breaks off
      Given a vault issuer "vault" in namespace "team-a" that is Ready
      And user "alice" may request certificates and reference "vault" in namespace "team-a"
      And a request "half-signed" by "alice" for issuer "vault" in namespace "team-a"
      And the connection to the authority "vault" will break in the middle of the answer to its next "sign"
      When an approver approves "half-signed"
      Then "half-signed" eventually fails with "ErrorSigning": Vault failed to sign: failed to decode response returned by vault: unexpected EOF
      And the authority "vault" was asked for "sign" once

  Rule: An ACME order goes on where it stopped

    Example: The answer to the finalization is lost
      Given an acme issuer "acme" in namespace "team-a" that is Ready
      And user "alice" may request certificates and reference "acme" in namespace "team-a"
      And a request "finalized" by "alice" for issuer "acme" in namespace "team-a"
      And the connection to the authority "acme" will break when the authority has answered its next "finalize"
      When an approver approves "finalized"
      Then "finalized" is eventually issued
      And "finalized" has one Order

  Rule: A page in place of an answer is told

    Example: A portal asks the engine to log in
      Given a vault issuer "vault" in namespace "team-a" that is Ready
      And user "alice" may request certificates and reference "vault" in namespace "team-a"
      And a request "portal" by "alice" for issuer "vault" in namespace "team-a"
      And the authority "vault" will answer its next "sign" with a page
      When an approver approves "portal"
      Then "portal" eventually fails with "ErrorSigning": Vault failed to sign: failed to decode response returned by vault: invalid character '<' looking for beginning of value
