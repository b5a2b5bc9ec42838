using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Npgsql;

namespace Kolaybase.Api.Http;

/// <summary>
/// The answer that a project's function chooses by <c>RAISE SQLSTATE 'PGRST'</c>: its message is the body
/// (<c>code</c>, <c>message</c>, and perhaps <c>details</c> and <c>hint</c>), its detail <c>status</c> and <c>headers</c>, each as JSON text
/// (PostgREST, "Raise errors with HTTP Status Codes"). <c>status_text</c> is taken and not sent: HTTP/2 has none.
/// </summary>
internal static class RaisedAnswer
{
    /// <summary>The SQLSTATE.</summary>
    public const string SqlState = "PGRST";

    /// <summary>The refusal; when it can't be read, one that says what is wrong with it.</summary>
    public static ApiException ToApiException(PostgresException error)
    {
        if (!TryReadBody(error.MessageText, out var body))
        {
            return Unreadable(
                $"Invalid JSON value for MESSAGE: '{error.MessageText}'",
                "MESSAGE must be a JSON object with obligatory keys: 'code', 'message' and optional keys: 'details', 'hint'.",
                error);
        }

        return error.Detail is not { } detail
            ? Unreadable("DETAIL is missing in the RAISE statement", DetailShape, error)
            : TryReadDetail(detail, out var status, out var headers)
                ? new(status, body, error) { Headers = headers }
                : Unreadable($"Invalid JSON value for DETAIL: '{detail}'", DetailShape, error);
    }

    private const string DetailShape = "DETAIL must be a JSON object with obligatory keys: 'status', 'headers' and optional key: 'status_text'.";

    private static ApiException Unreadable(string details, string hint, PostgresException cause) =>
        new(StatusCodes.Status500InternalServerError, "PGRST121", "Could not parse JSON in the \"RAISE SQLSTATE 'PGRST'\" error", details, hint, cause);

    private static bool TryReadBody(string json, [NotNullWhen(true)] out ApiError? body)
    {
        body = null;
        if (TryParse(json) is not { } root
            || !TryText(root, "code", out var code) || !TryText(root, "message", out var message)
            || !TryText(root, "details", out var details) || !TryText(root, "hint", out var hint)
            || code is null || message is null)
        {
            return false;
        }

        body = new(code, message, details, hint);
        return true;
    }

    private static bool TryReadDetail(string json, out int status, out ImmutableArray<KeyValuePair<string, string>> headers)
    {
        (status, headers) = (0, []);
        if (TryParse(json) is not { } root
            || !root.TryGetProperty("status", out var number) || number.ValueKind != JsonValueKind.Number || !number.TryGetInt32(out status) || !HasBody(status)
            || !root.TryGetProperty("headers", out var set) || set.ValueKind != JsonValueKind.Object
            || !TryText(root, "status_text", out _))
        {
            return false;
        }

        var found = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var header in set.EnumerateObject())
        {
            if (Text(header.Value) is not { } value || !ProjectHeaders.IsWellFormed(header.Name, value))
            {
                return false;
            }

            if (ProjectHeaders.MaySet(header.Name))
            {
                found.Add(KeyValuePair.Create(header.Name, value));
            }
        }

        headers = found.ToImmutable();
        return true;
    }

    /// <summary>An answer to this has a body (RFC 9110, 15).</summary>
    private static bool HasBody(int status) => status is >= 200 and <= 599 and not (204 or 205 or 304);

    private static JsonElement? TryParse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>False when the key holds anything but a text; a key that is null or missing is no text.</summary>
    private static bool TryText(JsonElement root, string key, out string? text)
    {
        text = null;
        return !root.TryGetProperty(key, out var value) || value.ValueKind == JsonValueKind.Null || (text = Text(value)) is not null;
    }

    private static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, which JSON can spell and UTF-8 can't.
            return null;
        }
    }
}
