using Kolaybase.Api.Http;
using Kolaybase.Api.Rest.MediaTypes;

namespace Kolaybase.Api.Rest;

/// <summary>
/// The refusals of the data API. <c>PGRST…</c> codes, statuses and wordings are PostgREST's, so that
/// clients which look at them go on working; <c>KB6xx</c> (<see cref="ErrorCodes"/>) are limits and rules of our own.
/// </summary>
internal static class RestErrors
{
    public const string Parse = "PGRST100";
    public const string Body = "PGRST102";
    public const string Range = "PGRST103";

    public static ApiException EmptyOrInvalidJson(string? details = null) =>
        new(StatusCodes.Status400BadRequest, Body, "Empty or invalid json", details);

    public static ApiException InvalidBody(string message, string? details = null) =>
        new(StatusCodes.Status400BadRequest, Body, message, details);

    public static ApiException UnsupportedMediaType(string contentType, string hint) =>
        new(StatusCodes.Status415UnsupportedMediaType, ErrorCodes.UnsupportedMediaType, $"Content-Type not acceptable: {Shorten(contentType)}", hint: hint);

    public static ApiException BodyTooLarge(string? contentType, long most) => new(
        StatusCodes.Status413PayloadTooLarge,
        ErrorCodes.BodyTooLarge,
        $"The body is over the limit of {most} bytes for {Shorten(contentType ?? "its type")}",
        contentType?.StartsWith("text/csv", StringComparison.OrdinalIgnoreCase) == true ? "CSV is counted as the JSON that becomes of it, with the names in every row." : null,
        "Send it in several requests, or as JSON.");

    public static ApiException NotAcceptable(IEnumerable<MediaType> wanted) =>
        new(StatusCodes.Status406NotAcceptable, "PGRST107", $"None of these media types are available: {Shorten(string.Join(", ", wanted.Select(type => type.Name)))}");

    public static ApiException SchemaNotExposed(string schema, string exposed) =>
        new(StatusCodes.Status406NotAcceptable, "PGRST106", $"Invalid schema: {Shorten(schema)}", hint: $"Only the following schemas are exposed: {exposed}");

    public static ApiException RangeNotSatisfiable(string details, string contentRange = "*/*") =>
        new(StatusCodes.Status416RangeNotSatisfiable, Range, "Requested range not satisfiable", details) { Headers = [KeyValuePair.Create("Content-Range", contentRange)] };

    public static ApiException NotEmbedded(string resource) =>
        new(StatusCodes.Status400BadRequest, "PGRST108", $"'{Shorten(resource)}' is not an embedded resource in this request", hint: $"Verify that '{Shorten(resource)}' is included in the 'select' query parameter.");

    public static ApiException InvalidPreferences(IEnumerable<string> preferences) =>
        new(StatusCodes.Status400BadRequest, "PGRST122", "Invalid preferences given with handling=strict", $"Invalid preferences: {Shorten(string.Join(", ", preferences))}");

    public static ApiException MaxAffected(string rows) =>
        new(StatusCodes.Status400BadRequest, "PGRST124", "Query result exceeds max-affected preference constraint", $"The query affects {rows} rows");

    public static ApiException NotSingular(long rows) =>
        new(StatusCodes.Status406NotAcceptable, "PGRST116", "Cannot coerce the result to a single JSON object", $"The result contains {rows} rows");

    /// <summary>The project's own SQL has set what no answer can be given with. It is undone like everything else that fails.</summary>
    public static ApiException ResponseSettings(Npgsql.PostgresException e) => e.MessageText.Contains("response.status", StringComparison.Ordinal)
        ? new(StatusCodes.Status500InternalServerError, "PGRST112", "response.status guc must be a valid status code", hint: "Set it to a number from 200 to 599.", inner: e)
        : new(StatusCodes.Status500InternalServerError, "PGRST111", "response.headers guc must be a JSON array composed of objects with a single key and a string value", inner: e);

    public static ApiException NoDescription() =>
        new(StatusCodes.Status404NotFound, "PGRST126", "Root endpoint metadata is disabled", hint: "It is switched off by the setting Kolaybase:Rest:OpenApi.");

    public static ApiException NotImplemented(string details) =>
        new(StatusCodes.Status400BadRequest, "PGRST127", "Feature not implemented", details);

    public static ApiException UnknownTable(string schema, string table, string? nearest) => new(
        StatusCodes.Status404NotFound,
        "PGRST205",
        $"Could not find the table '{schema}.{Shorten(table)}' in the schema cache",
        hint: nearest is null ? null : $"Perhaps you meant the table '{schema}.{nearest}'");

    public static ApiException UnknownPayloadColumn(string table, string column, string? nearest) => new(
        StatusCodes.Status400BadRequest,
        "PGRST204",
        $"Could not find the '{Shorten(column)}' column of '{table}' in the schema cache",
        hint: nearest is null ? null : $"Perhaps you meant the column '{nearest}'");

    public static ApiException NotWritable(string relation, Schema.Writes write) => new(
        StatusCodes.Status400BadRequest,
        Npgsql.PostgresErrorCodes.ObjectNotInPrerequisiteState,
        $"cannot {(write == Schema.Writes.Insert ? "insert into" : write == Schema.Writes.Update ? "update" : "delete from")} view \"{relation}\"",
        "The view is not simple enough to be written through, and has no trigger that does it.",
        "Write to the table behind it, or give the view an INSTEAD OF trigger.");

    /// <summary>The words PostgreSQL itself would use for a column in a select list, a filter or an order.</summary>
    public static ApiException UnknownColumn(string table, string column, string? nearest) => new(
        StatusCodes.Status400BadRequest,
        Npgsql.PostgresErrorCodes.UndefinedColumn,
        $"column {table}.{Shorten(column)} does not exist",
        hint: nearest is null ? null : $"Perhaps you meant to reference the column \"{table}.{nearest}\".");

    public static ApiException UnfilteredWrite(string verb) => new(
        StatusCodes.Status400BadRequest,
        ErrorCodes.UnfilteredWrite,
        $"{verb} without a filter would touch every row and is refused",
        hint: "Add a filter such as id=eq.1, or send 'Prefer: handling=strict, max-affected=N' to say how many rows it may touch at most.");

    public static ApiException Limit(string code, string message, string? hint = null) =>
        new(StatusCodes.Status400BadRequest, code, message, hint: hint);

    public static ApiException MalformedUrl(string message) =>
        new(StatusCodes.Status400BadRequest, ErrorCodes.MalformedUrl, message);

    public static ApiException Unstorable(string message) =>
        new(StatusCodes.Status400BadRequest, ErrorCodes.UnstorableText, message);

    /// <summary>The connection broke, or the server was silent for longer than any statement may run.</summary>
    public static ApiException Lost(Npgsql.NpgsqlException cause) => cause.InnerException is TimeoutException
        ? new(StatusCodes.Status504GatewayTimeout, ErrorCodes.Timeout, "The project's database did not answer in time", inner: cause)
        : new(StatusCodes.Status503ServiceUnavailable, ErrorCodes.Unavailable, "The connection to the project's database was lost", "Whether a write took effect is not known.", "Try again after the seconds that Retry-After names.", cause) { RetryAfterSeconds = 1 };

    public static ApiException NoConnection(Exception cause) =>
        new(StatusCodes.Status503ServiceUnavailable, "PGRST000", "Database connection error. Retrying the connection.", hint: "Try again after the seconds that Retry-After names.", inner: cause) { RetryAfterSeconds = 2 };

    public static ApiException SchemaUnread(Exception cause) =>
        new(StatusCodes.Status503ServiceUnavailable, "PGRST002", "Could not query the database for the schema cache. Retrying.", hint: "Try again after the seconds that Retry-After names.", inner: cause) { RetryAfterSeconds = 1 };

    public static ApiException NoConnectionInTime(Exception cause) => new(
        StatusCodes.Status504GatewayTimeout,
        "PGRST003",
        "Timed out acquiring connection from connection pool.",
        "All connections that the project may have at once were in use.",
        "Try again after the seconds that Retry-After names; look for slow statements.",
        cause) { RetryAfterSeconds = 1 };

    /// <summary>A write may not be tried again: it may have happened.</summary>
    public static ApiException NotShown(Exception cause) => new(
        StatusCodes.Status503ServiceUnavailable,
        ErrorCodes.Unavailable,
        "The schema was changed while the request ran, so that its rows can't be shown",
        "Whether the write took effect is not known.",
        "Look whether it did before you try again.",
        cause) { RetryAfterSeconds = 1 };

    public static ApiException SchemaKeepsChanging(Exception cause) =>
        new(StatusCodes.Status503ServiceUnavailable, ErrorCodes.Unavailable, "The schema changes faster than this request can be planned", hint: "Try again after the seconds that Retry-After names.", inner: cause) { RetryAfterSeconds = 1 };

    /// <summary>Whether a name was not found, or not any more: worth a second look at the schema.</summary>
    public static bool IsUnknownName(ApiException e) =>
        e.Error.Code is "PGRST107" or "PGRST202" or "PGRST203" or "PGRST204" or "PGRST205" or Npgsql.PostgresErrorCodes.UndefinedColumn or Npgsql.PostgresErrorCodes.UndefinedTable;

    /// <summary>What a caller sent is repeated to him, but no page of it.</summary>
    public static string Shorten(string text)
    {
        const int longest = 100;
        if (text.Length <= longest)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest;
        return text[..end] + "…";
    }
}
