using System.Text.Json.Serialization;

namespace Kolaybase.Api.Auth;

/// <summary>Discovery document (OpenID Connect Discovery 1.0, 3), as far as a verifier of access tokens needs it.</summary>
/// <param name="Issuer">The tokens' <c>iss</c>.</param>
/// <param name="JwksUri">Where the keys are.</param>
/// <param name="ResponseTypesSupported">What the calls of end users answer.</param>
/// <param name="SubjectTypesSupported">Every client sees the same <c>sub</c>.</param>
/// <param name="SigningAlgorithms">Algorithms of the realm's keys.</param>
public sealed record RealmConfiguration(
    [property: JsonPropertyName("issuer")] string Issuer,
    [property: JsonPropertyName("jwks_uri")] string JwksUri,
    [property: JsonPropertyName("response_types_supported")] IReadOnlyList<string> ResponseTypesSupported,
    [property: JsonPropertyName("subject_types_supported")] IReadOnlyList<string> SubjectTypesSupported,
    [property: JsonPropertyName("id_token_signing_alg_values_supported")] IReadOnlyList<string> SigningAlgorithms);

/// <summary>A key set (RFC 7517, 5).</summary>
/// <param name="Keys">The newest first.</param>
public sealed record RealmKeysAnswer(IReadOnlyList<RealmKeyAnswer> Keys);

/// <summary>A public key (RFC 7517, 4, and RFC 7518, 6).</summary>
/// <param name="Kty">Kind: <c>EC</c> or <c>RSA</c>.</param>
/// <param name="Use">Always <c>sig</c>.</param>
/// <param name="Alg">The only algorithm that it is used with.</param>
/// <param name="Kid">The tokens' <c>kid</c>.</param>
/// <param name="Crv">Curve of an EC key.</param>
/// <param name="X">Its coordinate.</param>
/// <param name="Y">Its coordinate.</param>
/// <param name="N">Modulus of an RSA key.</param>
/// <param name="E">Its exponent.</param>
public sealed record RealmKeyAnswer(
    string Kty,
    string Use,
    string Alg,
    string Kid,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Crv,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? X,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Y,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? N,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? E);
