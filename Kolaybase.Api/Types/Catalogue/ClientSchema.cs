namespace Kolaybase.Api.Types.Catalogue;

/// <summary>A schema of a project's database, as far as its clients' types tell of it. Everything is in the order of its names.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Relations">Its tables and views.</param>
/// <param name="Functions">Functions that can be called by HTTP.</param>
/// <param name="Enums">Its enumerations.</param>
/// <param name="Composites">Its composite types; a table's row type is none of them.</param>
internal sealed record ClientSchema(
    string Name,
    IReadOnlyList<ClientRelation> Relations,
    IReadOnlyList<ClientFunction> Functions,
    IReadOnlyList<ClientEnum> Enums,
    IReadOnlyList<ClientComposite> Composites);

/// <summary>A table or view.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsView">Whether it is a view or materialized view.</param>
/// <param name="CanInsert">Whether it takes new rows.</param>
/// <param name="CanUpdate">Whether its rows can be changed.</param>
/// <param name="Columns">Its columns in their order.</param>
/// <param name="Relationships">Its foreign keys to tables of the same schema.</param>
/// <param name="Comment">Its comment.</param>
internal sealed record ClientRelation(
    string Name, bool IsView, bool CanInsert, bool CanUpdate, IReadOnlyList<ClientColumn> Columns, IReadOnlyList<ClientRelationship> Relationships, string? Comment);

/// <summary>A column.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Nullable">Whether it may be null.</param>
/// <param name="Optional">Whether a new row may leave it out.</param>
/// <param name="Writable">Whether it takes a value at all: computed columns and those that are always numbered do not.</param>
internal sealed record ClientColumn(string Name, ClientType Type, bool Nullable, bool Optional, bool Writable);

/// <summary>A foreign key.</summary>
/// <param name="Name">Its constraint's name.</param>
/// <param name="Columns">The columns that point, in the key's order.</param>
/// <param name="IsOneToOne">Whether no two rows point to the same one.</param>
/// <param name="Target">The table that it points to.</param>
/// <param name="TargetColumns">The columns that it points to.</param>
internal sealed record ClientRelationship(string Name, IReadOnlyList<string> Columns, bool IsOneToOne, string Target, IReadOnlyList<string> TargetColumns);

/// <summary>A function.</summary>
/// <param name="Name">Its name; overloads share it.</param>
/// <param name="Parameters">What goes in.</param>
/// <param name="Returns">What comes out, when that is one value or a row of a type.</param>
/// <param name="Columns">What comes out, when that is a row of its own (<c>RETURNS TABLE</c>, <c>OUT</c>).</param>
/// <param name="ReturnsSet">Whether there are many.</param>
internal sealed record ClientFunction(string Name, IReadOnlyList<ClientParameter> Parameters, ClientType Returns, IReadOnlyList<ClientField> Columns, bool ReturnsSet);

/// <summary>A parameter.</summary>
/// <param name="Name">Its name; empty for the only one of a function that takes the whole body.</param>
/// <param name="Type">Its type.</param>
/// <param name="Optional">Whether it has a default.</param>
internal sealed record ClientParameter(string Name, ClientType Type, bool Optional);

/// <summary>An enumeration.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Labels">Its values in their order.</param>
internal sealed record ClientEnum(string Name, IReadOnlyList<string> Labels);

/// <summary>A composite type.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Fields">Its fields in their order.</param>
internal sealed record ClientComposite(string Name, IReadOnlyList<ClientField> Fields);

/// <summary>A field of a composite type or a column of a function's row.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
internal sealed record ClientField(string Name, ClientType Type);
