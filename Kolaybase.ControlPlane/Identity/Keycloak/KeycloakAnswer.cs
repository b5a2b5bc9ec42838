using System.Net;
using System.Text.Json;

namespace Kolaybase.ControlPlane.Identity.Keycloak;

/// <summary>What Keycloak answered: any status below 500.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">JSON; <see cref="JsonValueKind.Undefined"/> when there is none.</param>
/// <param name="Location">Address of what was made.</param>
internal sealed record KeycloakAnswer(HttpStatusCode Status, JsonElement Body, Uri? Location)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>A text member of the body, or null.</summary>
    public string? Text(string name) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The OAuth error with its description (RFC 6749, 5.2), or the admin API's message.</summary>
    public string Error => $"{(int)Status} {Text("error") ?? Text("errorMessage")} {Text("error_description")}".TrimEnd();

    /// <summary>Never prints a body: tokens are in it.</summary>
    public override string ToString() => $"{(int)Status}";
}
