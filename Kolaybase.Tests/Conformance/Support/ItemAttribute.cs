namespace Kolaybase.Tests.Conformance.Support;

/// <summary>Names the items of the interface that a test shows, as <see cref="InterfaceItems"/> spells them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ItemAttribute(params string[] names) : Attribute
{
    public string[] Names => names;
}
