using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Ddl;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Tables.Enums;

/// <summary><c>PUT /enums/:name/values</c>.</summary>
internal static class RenameEnumValue
{
    /// <summary>Renames a value, in all rows that hold it too.</summary>
    public static async Task<Ok<EnumType>> HandleAsync(
        HttpContext context, string name, RenameEnumValueRequest request, ProjectCaller caller, SchemaChanges changes, CancellationToken cancellationToken, string? schema = null)
    {
        var type = TableName.From(schema, SegmentName.Of(context, name, SegmentName.Table));
        var fault = EnumValue.Fault(request.NewValue);
        new Faults().Check(fault is null, "newValue", fault!).ThrowIfAny();
        return TypedResults.Ok(await changes.RunAsync(
            context,
            caller,
            "enum.rename-value",
            type.ToString(),
            async (session, token) =>
            {
                var known = await EnumCatalog.RequireAsync(session, type, token);
                if (!known.Values.Contains(request.Value))
                {
                    throw EnumErrors.NoSuchValue(StatusCodes.Status404NotFound, known, request.Value);
                }

                await session.ExecuteAsync($"ALTER TYPE {type.Sql} RENAME VALUE {SqlLiteral.Quote(request.Value)} TO {SqlLiteral.Quote(request.NewValue)}", token);
                return await EnumCatalog.RequireAsync(session, type, token);
            },
            cancellationToken));
    }
}

/// <summary>A value to be renamed.</summary>
public sealed record RenameEnumValueRequest
{
    /// <summary>The value as it is.</summary>
    public required string Value { get; init; }

    /// <summary>What it is to be, up to 63 bytes in UTF-8.</summary>
    public required string NewValue { get; init; }
}
