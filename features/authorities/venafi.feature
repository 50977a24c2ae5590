@csr @venafi @lab
Feature: Venafi signs

  Venafi takes a request and hands the certificate out later. The engine writes what it needs to fetch it into the annotation
  venafi.experimental.cert-manager.io/pickup-id. A requester may add custom fields, which need TPP 19.3 or later: the annotation
  venafi.experimental.cert-manager.io/custom-fields is a JSON array of objects with name and value. Neither TPP nor Cloud
  promises the requested duration.

  Background:
    Given user "alice" may request certificates

  Rule: A request is submitted, then picked up

    Example: TPP
      Given a venafi-tpp issuer "tpp" in namespace "team-a" that is Ready
      And user "alice" may request certificates and reference "tpp" in namespace "team-a"
      And a request "by-tpp" by "alice" for issuer "tpp" in namespace "team-a"
      When an approver approves "by-tpp"
      Then "by-tpp" is eventually issued
      And "by-tpp" has the annotation "venafi.experimental.cert-manager.io/pickup-id"
      And "by-tpp" eventually has an event "CertificateIssued" saying "Certificate fetched from Certificate Manager issuer successfully"

    Example: Cloud
      Given a venafi-cloud issuer "cloud" in namespace "team-a" that is Ready
      And user "alice" may request certificates and reference "cloud" in namespace "team-a"
      And a request "by-cloud" by "alice" for issuer "cloud" in namespace "team-a"
      When an approver approves "by-cloud"
      Then "by-cloud" is eventually issued
      And "by-cloud" has the annotation "venafi.experimental.cert-manager.io/pickup-id"

  Rule: Custom fields are a JSON array

    Example: Text that is no JSON fails the request
      Given a venafi-tpp issuer "tpp" in namespace "team-a" that is Ready
      And user "alice" may request certificates and reference "tpp" in namespace "team-a"
      And a request "no-json" by "alice" for issuer "tpp" in namespace "team-a" with:
        | field                                             | value   |
        | venafi.experimental.cert-manager.io/custom-fields | garbage |
      When an approver approves "no-json"
      Then "no-json" eventually fails with "ErrorCustomFields": Failed to parse "venafi.experimental.cert-manager.io/custom-fields" annotation: invalid character 'g' looking for beginning of value
