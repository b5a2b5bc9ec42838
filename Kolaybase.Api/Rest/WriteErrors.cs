using Kolaybase.Api.Http;

namespace Kolaybase.Api.Rest;

/// <summary>Refusals of writes, with PostgREST's codes and words.</summary>
internal static class WriteErrors
{
    public static ApiException NotTheKey() => new(
        StatusCodes.Status405MethodNotAllowed,
        "PGRST105",
        "Filters must include all and only primary key columns with 'eq' operators");

    public static ApiException LimitOnPut() =>
        new(StatusCodes.Status400BadRequest, "PGRST114", "limit/offset querystring parameters are not allowed for PUT");

    public static ApiException OtherKey() =>
        new(StatusCodes.Status400BadRequest, "PGRST115", "Payload values do not match URL in primary key column(s)");

    public static ApiException LimitWithoutOrder() =>
        new(StatusCodes.Status400BadRequest, "PGRST109", "A 'limit' was applied without an explicit 'order'", hint: "Apply an 'order' using unique column(s)");

    public static ApiException LimitSurpassed(string rows, string limit) => new(
        StatusCodes.Status400BadRequest,
        "PGRST110",
        "The maximum number of rows allowed to change was surpassed",
        $"Results contain {rows} rows changed but the maximum number allowed is {limit}");
}
