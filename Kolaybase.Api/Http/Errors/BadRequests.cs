using System.Text.Json;
using System.Text.RegularExpressions;
using Kolaybase.Api.Http.Json;

namespace Kolaybase.Api.Http.Errors;

/// <summary>Says in our words what the framework refused: its own messages name C# types, ours name fields.</summary>
internal static partial class BadRequests
{
    /// <summary>Status and body for a request that could not be read or bound.</summary>
    public static async Task<(int Status, ApiError Error)> ExplainAsync(HttpContext context, BadHttpRequestException exception)
    {
        if (exception.StatusCode != StatusCodes.Status400BadRequest)
        {
            context.Response.StatusCode = exception.StatusCode;
            return (exception.StatusCode, BareStatus.Describe(context));
        }

        if (exception.InnerException is JsonException json)
        {
            return (400, await BodyFaults.ExplainAsync(context, json));
        }

        return (400, SaysNoBody(exception.Message) ? await BodyFaults.ExplainAsync(context, null) : Parameter(context, exception.Message));
    }

    private static ApiError Parameter(HttpContext context, string message)
    {
        if (Missing().Match(message) is { Success: true } missing)
        {
            if (missing.Groups[2].Value == "body")
            {
                return new(ErrorCodes.MalformedJson, "The body is empty; this call takes a JSON object.");
            }

            return new(ErrorCodes.InvalidParameter, $"The parameter \"{missing.Groups[1].Value}\" is missing.", $"It is read from the {missing.Groups[2].Value}.");
        }

        if (MalformedMessage().Match(message) is { Success: true } malformed)
        {
            // A property of a parameter object has its C# name in the message.
            return Malformed(context, JsonNamingPolicy.CamelCase.ConvertName(malformed.Groups[2].Value), Kind(malformed.Groups[1].Value));
        }

        return new(ErrorCodes.BadRequest, "The request is not well-formed HTTP.");
    }

    /// <summary>The refusal of a parameter whose value is none of its type.</summary>
    public static ApiError Malformed(HttpContext context, string name, Type type) => Malformed(context, name, (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(int) || t == typeof(long) => Kind("int"),
        var t when t == typeof(bool) => Kind("bool"),
        var t when t == typeof(Guid) => Kind("Guid"),
        _ => Kind(""),
    });

    private static ApiError Malformed(HttpContext context, string name, string kind) => context.Request.Query[name].Count > 1
        ? GivenTwice(name)
        : new(ErrorCodes.InvalidParameter, $"The parameter \"{name}\" must be {kind}.");

    /// <summary>The refusal of a parameter that is there more than once.</summary>
    public static ApiError GivenTwice(string name) =>
        new(ErrorCodes.InvalidParameter, $"The parameter \"{JsonWords.Shorten(name)}\" is given more than once; it takes one value.");

    private static bool SaysNoBody(string message) =>
        message.Contains("no body was provided", StringComparison.Ordinal) || message.Contains("request body as JSON", StringComparison.Ordinal);

    /// <summary>A C# type's name as the framework prints it, in words.</summary>
    private static string Kind(string type) => type.TrimEnd('?') switch
    {
        "int" or "long" or "short" => "a whole number",
        "double" or "decimal" or "float" => "a number",
        "bool" => "true or false",
        "Guid" => "a UUID",
        "DateTimeOffset" or "DateTime" => "a time stamp of ISO 8601",
        _ => "of another form",
    };

    // Required parameter "string q" was not provided from query string.
    [GeneratedRegex("""^Required parameter "\S+ (\S+)" was not provided from (.+?)\.$""")]
    private static partial Regex Missing();

    // Failed to bind parameter "Nullable<int> page" from "abc".
    [GeneratedRegex("""^Failed to bind parameter "(?:Nullable<)?([^ >]+)>? ([^"]+)" from """)]
    private static partial Regex MalformedMessage();
}
