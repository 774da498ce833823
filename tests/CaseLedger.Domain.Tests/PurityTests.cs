using System.Reflection;
using System.Runtime.CompilerServices;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Imports;
using CaseLedger.Domain.Incidents;
using NodaTime;
using Xunit;

namespace CaseLedger.Domain.Tests;

/// <summary>What the analyzers cannot see: the rules of the domain's shape, each with its reason.</summary>
public sealed class PurityTests
{
    private static readonly Assembly Domain = typeof(Isrc).Assembly;

    private static readonly IEnumerable<Type> Types = Domain.GetTypes().Where(type => !type.IsDefined(typeof(CompilerGeneratedAttribute)) && type.Namespace?.StartsWith("CaseLedger", StringComparison.Ordinal) == true);

    /// <summary>
    /// A state changes while it is folded, by its own private methods, so that folding a long case allocates no collection per event.
    /// Nobody else can change it: its members have no public setter, which is checked below for these too.
    /// </summary>
    private static readonly Type[] Folded = [typeof(CaseState), typeof(ImportState), typeof(IncidentState)];

    /// <summary>A new reference is how a clock, a socket or a logger would come in.</summary>
    [Fact]
    public void TheAssembly_ReferencesTheFrameworkAndNodaTimeOnly()
    {
        string[] allowed = ["NodaTime", "System.Collections", "System.Collections.Immutable", "System.Linq", "System.Memory", "System.Runtime", "System.Text.Encodings.Web", "System.Text.Json"];
        Assert.Empty(Domain.GetReferencedAssemblies().Select(reference => reference.Name).Except(allowed));
    }

    /// <summary>Values are shared between threads and kept as keys: one that changed would change under somebody else.</summary>
    [Fact]
    public void Values_HaveReadOnlyFieldsOnly() =>
        Assert.Empty(
            from type in Types
            where !Folded.Contains(type) && !Folded.Contains(type.DeclaringType) && type.Name != "EventJson" && !type.IsEnum
            from field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            where !field.IsInitOnly
            select $"{type.Name}.{field.Name}");

    /// <summary>A static that can be assigned is state that a decision might depend on besides its arguments.</summary>
    [Fact]
    public void Statics_AreReadOnly() =>
        Assert.Empty(
            from type in Types
            where type.Name != "EventJson" && !type.IsEnum
            from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            where !field.IsInitOnly && !field.IsLiteral
            select $"{type.Name}.{field.Name}");

    [Fact]
    public void Properties_HaveNoPublicSetter() =>
        Assert.Empty(
            from type in Types
            where type.IsVisible
            from property in type.GetProperties()
            where property.DeclaringType?.Assembly == Domain && property.SetMethod is { IsPublic: true } setter
                && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit))
            select $"{type.Name}.{property.Name}");

    /// <summary>A public collection that can be cast back and changed is not immutable, whatever its property says.</summary>
    [Fact]
    public void Events_HoldListsThatCannotChange() =>
        Assert.Empty(
            from type in Types
            where type.IsAssignableTo(typeof(DomainEvent)) || type.IsAssignableTo(typeof(Command))
            from property in type.GetProperties()
            where property.PropertyType != typeof(string) && property.PropertyType.IsAssignableTo(typeof(System.Collections.IEnumerable))
            where !property.PropertyType.IsGenericType || property.PropertyType.GetGenericTypeDefinition() != typeof(ValueList<>)
            select $"{type.Name}.{property.Name}");

    /// <summary>The shape by which decisions can be mounted in a framework's aggregate handlers as they are.</summary>
    [Fact]
    public void EveryCommand_HasOneDecisionOfStateCommandAndNow()
    {
        var decisions = (from type in Types
                         from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static)
                         where method.Name == "Decide"
                         select method).ToArray();

        Assert.All(decisions, method =>
        {
            var parameters = method.GetParameters().Select(parameter => parameter.ParameterType).ToArray();
            Assert.Equal(typeof(Decision), method.ReturnType);
            Assert.Contains(parameters[0], Folded);
            Assert.True(parameters[1].IsSubclassOf(typeof(Command)));
            Assert.Equal(typeof(Instant), parameters[2]);
        });
        Assert.Equal(
            Types.Where(type => type.IsSubclassOf(typeof(Command))).Select(type => type.Name).Order(),
            decisions.Select(method => method.GetParameters()[1].ParameterType.Name).Order());
    }

    /// <summary>Inheritance would let a value of another kind stand where this one is meant, and equal it or not by chance.</summary>
    [Fact]
    public void Classes_AreSealedOrAbstract() =>
        Assert.Empty(Types.Where(type => type.IsClass && !type.IsSealed && !type.IsAbstract && type.Name != "EventJson").Select(type => type.Name));
}
