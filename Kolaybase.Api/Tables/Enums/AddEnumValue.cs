using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Ddl;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Tables.Enums;

/// <summary><c>POST /enums/:name/values</c>.</summary>
internal static class AddEnumValue
{
    /// <summary>Adds a value, last unless it is said where.</summary>
    public static async Task<Created<EnumType>> HandleAsync(
        HttpContext context, string name, AddEnumValueRequest request, ProjectCaller caller, SchemaChanges changes, CancellationToken cancellationToken, string? schema = null)
    {
        var type = TableName.From(schema, SegmentName.Of(context, name, SegmentName.Table));
        var fault = EnumValue.Fault(request.Value);
        new Faults()
            .Check(fault is null, "value", fault!)
            .Check(request.Before is null || request.After is null, "after", "must not be given together with before")
            .ThrowIfAny();
        var changed = await changes.RunAsync(
            context,
            caller,
            "enum.add-value",
            type.ToString(),
            async (session, token) =>
            {
                var known = await EnumCatalog.RequireAsync(session, type, token);
                if ((request.Before ?? request.After) is { } neighbour && !known.Values.Contains(neighbour))
                {
                    throw EnumErrors.NoSuchValue(StatusCodes.Status400BadRequest, known, neighbour);
                }

                var place = request.Before is { } before ? $" BEFORE {SqlLiteral.Quote(before)}" : request.After is { } after ? $" AFTER {SqlLiteral.Quote(after)}" : "";
                await session.ExecuteAsync($"ALTER TYPE {type.Sql} ADD VALUE {SqlLiteral.Quote(request.Value)}{place}", token);
                return await EnumCatalog.RequireAsync(session, type, token);
            },
            cancellationToken);
        return TypedResults.Created($"/api/projects/{caller.Project.Id}/enums", changed);
    }
}

/// <summary>A value to be added.</summary>
public sealed record AddEnumValueRequest
{
    /// <summary>The value, up to 63 bytes in UTF-8.</summary>
    public required string Value { get; init; }

    /// <summary>The value that it stands before.</summary>
    public string? Before { get; init; }

    /// <summary>The value that it stands after.</summary>
    public string? After { get; init; }
}
