using CaseLedger.Imports.Trends;
using Xunit;

namespace CaseLedger.Imports.Tests.Trends;

public sealed class RunSorterTests
{
    [Theory]
    [InlineData(0, 10)]
    [InlineData(10, 10)]
    [InlineData(11, 10)]
    [InlineData(100_000, 1_000)]
    [InlineData(5_000, 1)]
    public void Sorted_OfAnyNumberOfRows_IsAllOfThemAscending(int count, int rowsPerRun)
    {
        var random = new Random(count);
        var numbers = Enumerable.Range(0, count).Select(_ => random.NextInt64()).ToArray();
        using var sorter = new RunSorter<long>(rowsPerRun);
        foreach (var number in numbers)
        {
            sorter.Add(number);
        }

        Assert.Equal(count == 0, sorter.IsEmpty);
        Assert.Equal(numbers.Order(), sorter.Sorted().SelectMany(stretch => stretch.ToArray()));
    }

    [Fact]
    public void Add_MoreThanOneRun_LaysThemDownWhereItIsTold()
    {
        var directory = Directory.CreateTempSubdirectory("caseledger-sorter-");
        using (var sorter = new RunSorter<long>(2, directory.FullName))
        {
            for (var i = 5; i > 0; i--)
            {
                sorter.Add(i);
            }

            Assert.Equal([1L, 2, 3, 4, 5], sorter.Sorted().SelectMany(stretch => stretch.ToArray()));
        }

        Assert.Empty(directory.GetFiles());
        directory.Delete();
        using var nowhere = new RunSorter<long>(1, directory.FullName);
        nowhere.Add(2);
        Assert.Throws<DirectoryNotFoundException>(() => nowhere.Add(1));
    }
}
