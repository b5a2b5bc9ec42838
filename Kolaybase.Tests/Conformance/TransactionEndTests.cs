using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance;

/// <summary>Preferences, "Transaction End Preference": ignored unless a setting allows it.</summary>
public class TransactionEndTests(WriteHosts hosts) : WriteChapter(hosts)
{
    private const string Rollback = "tx=rollback, return=representation";

    [Theory, Majors, Item("tx=rollback")]
    public Task Where_it_is_not_allowed_it_is_not_followed(int major) => CheckAsync(
        major,
        Post("items?select=id", """{"id":60,"name":"A"}""").As("anon").Prefer(Rollback).Gives("""[{"id":60}]""", 201).Applied("return=representation").Then(Get("items?id=eq.60&select=id").Gives("""[{"id":60}]""")),
        Post("items", """{"id":60,"name":"A"}""").As("anon").Prefer("tx=commit, return=minimal").GivesNothing(201).Applied("return=minimal"));
}
