using System.Text.Json;

namespace Kolaybase.Api.Http.RateLimits;

/// <summary>Finds the account that a sign-in body names.</summary>
internal static class AccountInBody
{
    private static ReadOnlySpan<byte> Field => "email"u8;

    /// <summary>The top-level member <c>email</c>; null when there is none or the body is no JSON, which binding will tell.</summary>
    public static string? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isEmail = reader.ValueTextEquals(Field);
                reader.Read();
                if (isEmail)
                {
                    return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                }

                reader.Skip();
            }

            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
