using Xunit.Sdk;

namespace Kolaybase.Tests.Sql.Attacks;

/// <summary>Something that a project's owner must not be able to do.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Sql">How it is tried; <c>{other}</c> and <c>{mine}</c> stand for the names of two projects' databases, from which those of their logins follow.</param>
/// <param name="SqlStates">With which SQLSTATE it is refused.</param>
public sealed record Attack(string Name, string Sql, params string[] SqlStates) : IXunitSerializable
{
    public Attack() : this("", "")
    {
    }

    public string Name { get; private set; } = Name;

    public string Sql { get; private set; } = Sql;

    public string[] SqlStates { get; private set; } = SqlStates;

    public void Serialize(IXunitSerializationInfo info)
    {
        info.AddValue(nameof(Name), Name);
        info.AddValue(nameof(Sql), Sql);
        info.AddValue(nameof(SqlStates), SqlStates);
    }

    public void Deserialize(IXunitSerializationInfo info)
    {
        Name = info.GetValue<string>(nameof(Name))!;
        Sql = info.GetValue<string>(nameof(Sql))!;
        SqlStates = info.GetValue<string[]>(nameof(SqlStates))!;
    }

    public override string ToString() => Name;
}
