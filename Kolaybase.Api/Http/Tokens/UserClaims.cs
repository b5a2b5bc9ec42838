using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kolaybase.Api.Http.Tokens;

/// <summary>The claims that policies of a project's database see.</summary>
internal static class UserClaims
{
    /// <summary>The token's claims as one JSON object, with <c>role</c> set to <c>authenticated</c> whatever it said: a token never chooses its role.</summary>
    public static string ToJson(JsonWebToken token)
    {
        using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        var buffer = new ArrayBufferWriter<byte>(token.EncodedPayload.Length);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var claim in payload.RootElement.EnumerateObject())
            {
                if (!claim.NameEquals("role"))
                {
                    claim.WriteTo(writer);
                }
            }

            writer.WriteString("role", "authenticated");
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
