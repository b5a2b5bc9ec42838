using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Ddl;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Tables.Enums;

/// <summary><c>POST /enums</c>.</summary>
internal static class CreateEnum
{
    private const int MaxValues = 1_000;

    /// <summary>Makes an enumeration.</summary>
    public static async Task<Created<EnumType>> HandleAsync(
        HttpContext context, CreateEnumRequest request, ProjectCaller caller, SchemaChanges changes, CancellationToken cancellationToken, string? schema = null)
    {
        var name = new TableName(TableName.SchemaFrom(schema), Identifier.RequireNew(request.Name, "name"));
        Check(request.Values);
        var made = await changes.RunAsync(
            context,
            caller,
            "enum.create",
            name.ToString(),
            async (session, token) =>
            {
                await session.ExecuteAsync($"CREATE TYPE {name.Sql} AS ENUM ({string.Join(", ", request.Values.Select(SqlLiteral.Quote))})", token);
                return await EnumCatalog.RequireAsync(session, name, token);
            },
            cancellationToken);
        return TypedResults.Created($"/api/projects/{caller.Project.Id}/enums", made);
    }

    private static void Check(IReadOnlyList<string> values)
    {
        var faults = new Faults().Check(values.Count is >= 1 and <= MaxValues, "values", $"must list 1 to {MaxValues} values");
        for (var i = 0; i < Math.Min(values.Count, MaxValues); i++)
        {
            var fault = EnumValue.Fault(values[i]);
            faults.Check(fault is null, $"values[{i}]", fault!);
        }

        faults.Check(values.Distinct(StringComparer.Ordinal).Count() == values.Count, "values", "lists a value twice").ThrowIfAny();
    }
}

/// <summary>An enumeration to be made.</summary>
public sealed record CreateEnumRequest
{
    /// <summary>Its name: whatever PostgreSQL accepts, up to 63 bytes in UTF-8.</summary>
    public required string Name { get; init; }

    /// <summary>Its values in their order, each up to 63 bytes in UTF-8.</summary>
    public required IReadOnlyList<string> Values { get; init; }
}
