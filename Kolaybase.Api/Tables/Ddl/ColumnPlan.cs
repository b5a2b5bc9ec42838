using System.Text.Json;
using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Json;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary>A requested column, checked as far as that goes without the database.</summary>
internal sealed record ColumnPlan(ColumnRequest Request, string Field, DefaultValue? Default, IdentityKind Identity)
{
    /// <summary>PostgreSQL's limit (MaxHeapAttributeNumber).</summary>
    public const int MaxColumns = 1600;

    /// <summary>Checks a new table's columns.</summary>
    /// <exception cref="ApiException">400 that lists every fault.</exception>
    public static IReadOnlyList<ColumnPlan> Check(IReadOnlyList<ColumnRequest> columns)
    {
        if (columns.Count is 0 or > MaxColumns)
        {
            throw TableErrors.Invalid("columns", $"must list 1 to {MaxColumns} columns, not {columns.Count}");
        }

        var faults = new Faults();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var plans = new List<ColumnPlan>();
        for (var i = 0; i < columns.Count; i++)
        {
            // The annotation says that no element is null; a body can say so all the same.
            if (columns[i] is not { } column)
            {
                throw TableErrors.Invalid($"columns[{i}]", "must be an object");
            }

            plans.Add(Check(column, $"columns[{i}].", faults));
            faults.Check(seen.Add(column.Name), $"columns[{i}].name", "repeats the name of another column");
        }

        faults.ThrowIfAny();
        return plans;
    }

    /// <summary>Checks one column that is to be added.</summary>
    /// <exception cref="ApiException">400 that lists every fault.</exception>
    public static ColumnPlan Check(ColumnRequest column)
    {
        var faults = new Faults();
        var plan = Check(column, "", faults);
        faults.ThrowIfAny();
        return plan;
    }

    /// <summary>Asks the database for the type.</summary>
    /// <exception cref="ApiException">400: no such type, or a default that is no value of it.</exception>
    public async Task<ColumnDefinition> ResolveAsync(TypeResolver types, CancellationToken cancellationToken)
    {
        var type = await types.ResolveAsync(Request.Type, Field + "type", cancellationToken);
        var isPrimary = Request.IsPrimary ?? false;
        return new ColumnDefinition(
            Request.Name,
            type,
            Nullable: (Request.Nullable ?? true) && !isPrimary && Identity == IdentityKind.None && !type.IsSerial,
            isPrimary,
            Request.IsUnique ?? false,
            Default is null or DefaultValue.Nothing ? null : Default.ToSql(type),
            Identity,
            Request.Generated is null ? null : SqlExpression.Require(Request.Generated, Field + "generated"),
            Request.Comment);
    }

    private static ColumnPlan Check(ColumnRequest column, string prefix, Faults faults)
    {
        var name = Identifier.FaultOfNew(column.Name);
        TypeText.Parse(column.Type, out var type);
        var identity = IdentityOf(column.Identity);
        var generated = column.Generated is null ? null : SqlExpression.Fault(column.Generated);
        var comment = Comment.Fault(column.Comment);
        var value = DefaultValue.Parse(column.DefaultValue, prefix + "defaultValue");
        faults
            .Check(name is null, prefix + "name", name!)
            .Check(type is null, prefix + "type", type!)
            .Check(identity is not null, prefix + "identity", "must be true, false, \"always\" or \"by default\"")
            .Check(!(column.IsPrimary == true && column.Nullable == true), prefix + "nullable", "must not be true for the primary key")
            .Check(!(identity is IdentityKind.Always or IdentityKind.ByDefault && column.Nullable == true), prefix + "nullable", "must not be true for an identity column")
            .Check(identity is null or IdentityKind.None || value is null or DefaultValue.Nothing, prefix + "defaultValue", "must not be given for an identity column");
        faults
            .Check(generated is null, prefix + "generated", generated!)
            .Check(column.Generated is null || value is null or DefaultValue.Nothing, prefix + "defaultValue", "must not be given for a generated column")
            .Check(column.Generated is null || identity is null or IdentityKind.None, prefix + "identity", "must not be given for a generated column")
            .Check(comment is null, prefix + "comment", comment!);
        return new ColumnPlan(column, prefix, value, identity ?? IdentityKind.None);
    }

    private static IdentityKind? IdentityOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.False => IdentityKind.None,
        JsonValueKind.True => IdentityKind.ByDefault,
        JsonValueKind.String => StorableText.Of(value)?.ToUpperInvariant() switch
        {
            "BY DEFAULT" => IdentityKind.ByDefault,
            "ALWAYS" => IdentityKind.Always,
            _ => null,
        },
        _ => null,
    };
}
