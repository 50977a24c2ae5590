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

    Example: The pickup id of TPP is where the certificate is kept
      Given a venafi-tpp issuer "tpp" in namespace "team-a" that is Ready
      And user "alice" may request certificates and reference "tpp" in namespace "team-a"
      And a request "kept" by "alice" for issuer "tpp" in namespace "team-a" that names:
        | field       | value         |
        | common name | a.example.com |
      When an approver approves "kept"
      Then "kept" is eventually issued
      And "kept" has the annotation "venafi.experimental.cert-manager.io/pickup-id" of value "\VED\Policy\Certs\a.example.com"

    Scenario Outline: <title>
      Given a <type> issuer "venafi" in namespace "team-a" that is Ready
      And user "alice" may request certificates and reference "venafi" in namespace "team-a"
      And a request "<name>" by "alice" for issuer "venafi" in namespace "team-a" that names:
        | field       | value    |
        | key         | RSA 2048 |
        | common name | <cn>     |
        | DNS names   | <dns>    |
      When an approver approves "<name>"
      Then "<name>" is eventually issued
      And the certificate of "<name>" has the key and the names of its request

      Examples:
        | title                                      | type         | name             | cn            | dns                          |
        | TPP: a common name                         | venafi-tpp   | tpp-cn           | test-name     |                              |
        | TPP: one of two DNS names as common name   | venafi-tpp   | tpp-cn-is-dns    | a.example.com | a.example.com, b.example.com |
        | TPP: a common name beside a DNS name       | venafi-tpp   | tpp-cn-and-dns   | c.example.com | a.example.com                |
        | Cloud: a common name                       | venafi-cloud | cloud-cn         | test-name     |                              |
        | Cloud: one of two DNS names as common name | venafi-cloud | cloud-cn-is-dns  | a.example.com | a.example.com, b.example.com |
        | Cloud: a common name beside a DNS name     | venafi-cloud | cloud-cn-and-dns | c.example.com | a.example.com                |

  Rule: A subject is needed

    Example: DNS names alone are not enough
      Given a venafi-tpp issuer "tpp" in namespace "team-a" that is Ready
      And user "alice" may request certificates and reference "tpp" in namespace "team-a"
      And a request "no-subject" by "alice" for issuer "tpp" in namespace "team-a" that names:
        | field     | value         |
        | DNS names | a.example.com |
      When an approver approves "no-subject"
      Then "no-subject" eventually fails with "ErrorRequest": Failed to request Certificate Manager certificate: Certificate requests submitted to Venafi issuers must have the 'commonName' field or at least one other subject field set.
      And the authority "venafi-tpp" was not asked for "request"

  Rule: The duration is the authority's to choose

    Scenario Outline: A duration that is asked of <type> is its own affair
      Given a <type> issuer "venafi" in namespace "team-a" that is Ready
      And user "alice" may request certificates and reference "venafi" in namespace "team-a"
      And a request "<name>" by "alice" for issuer "venafi" in namespace "team-a" with:
        | field                                         | value |
        | experimental.cert-manager.io/request-duration | 36h   |
      When an approver approves "<name>"
      Then "<name>" is eventually issued
      And the certificate of "<name>" ends about 8760 hours from now

      Examples:
        | type         | name           |
        | venafi-tpp   | short-by-tpp   |
        | venafi-cloud | short-by-cloud |

  Rule: Custom fields are a JSON array

    Example: Two fields
      Given a venafi-tpp issuer "tpp" in namespace "team-a" that is Ready
      And user "alice" may request certificates and reference "tpp" in namespace "team-a"
      And a request "with-fields" by "alice" for issuer "tpp" in namespace "team-a" with:
        | field                                             | value                                                                                                  |
        | venafi.experimental.cert-manager.io/custom-fields | [{"name": "field-name", "value": "field value"}, {"name": "field-name-2", "value": "field value 2"}] |
      When an approver approves "with-fields"
      Then "with-fields" is eventually issued
      And the server "venafi-tpp" has the custom fields of "with-fields":
        | name         | value         |
        | field-name   | field value   |
        | field-name-2 | field value 2 |

    Example: A type of field that there is not fails the request
      Given a venafi-tpp issuer "tpp" in namespace "team-a" that is Ready
      And user "alice" may request certificates and reference "tpp" in namespace "team-a"
      And a request "odd-type" by "alice" for issuer "tpp" in namespace "team-a" with:
        | field                                             | value                                                    |
        | venafi.experimental.cert-manager.io/custom-fields | [{"name": "n", "value": "v", "type": "Bool"}] |
      When an approver approves "odd-type"
      Then "odd-type" eventually fails with "ErrorCustomFields": certificate request contains an invalid custom fields type: "Bool"

    Example: A server before 19.3 does not know them
      Given a venafi-tpp issuer "tpp" in namespace "team-a" that is Ready
      And user "alice" may request certificates and reference "tpp" in namespace "team-a"
      And a request "old-server" by "alice" for issuer "tpp" in namespace "team-a" with:
        | field                                             | value                                              |
        | venafi.experimental.cert-manager.io/custom-fields | [{"name": "field-name", "value": "field value"}] |
      And the authority "venafi-tpp" will answer its next "request" with status 400 and "Error" "Invalid parameter: 'CustomFields' is not supported by this version of the server."
      When an approver approves "old-server"
      Then "old-server" eventually fails with "ErrorRequest"
      And "old-server" has no certificate

    Example: Text that is no JSON fails the request
      Given a venafi-tpp issuer "tpp" in namespace "team-a" that is Ready
      And user "alice" may request certificates and reference "tpp" in namespace "team-a"
      And a request "no-json" by "alice" for issuer "tpp" in namespace "team-a" with:
        | field                                             | value   |
        | venafi.experimental.cert-manager.io/custom-fields | garbage |
      When an approver approves "no-json"
      Then "no-json" eventually fails with "ErrorCustomFields": Failed to parse "venafi.experimental.cert-manager.io/custom-fields" annotation: invalid character 'g' looking for beginning of value
